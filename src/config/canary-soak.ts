import { ConfigError } from '../model/errors.ts';
import type { Limits } from '../model/limits.ts';
import type { Playbook } from '../model/playbook.ts';
import { soakOf } from '../model/step.ts';
import { compareVersions, parseVersion } from '../model/version.ts';
import { durationOf } from './fields.ts';
import type { YamlNode } from './yaml-document.ts';

/**
 * How long the first node soaks, where that is longer than the others. Not written it is as long, but in a playbook
 * that goes to a newer release line at least the limit `canarySoak`.
 */
export function canarySoakOf(
  node: YamlNode | undefined,
  playbook: Pick<Playbook, 'from' | 'to' | 'steps'>,
  limits: Limits,
): Pick<Playbook, 'canarySoakMs'> {
  const soak = soakOf(playbook.steps);
  if (!soak) {
    if (!node) return {};
    throw new ConfigError(
      node.where,
      'canarySoak: there is no step soak',
      'add soak to the steps, or leave canarySoak out',
    );
  }
  const { forMs } = soak.params;
  const canarySoakMs = node ? durationOf(node, 'canarySoak') : defaultOf(playbook, limits);
  if (node && canarySoakMs < forMs) {
    throw new ConfigError(
      node.where,
      `canarySoak: ${canarySoakMs / 1_000} s is shorter than the soak of the other nodes, ${forMs / 1_000} s`,
      'the first node is the one that is watched longest; for less, shorten soak.for',
    );
  }
  return canarySoakMs > forMs ? { canarySoakMs } : {};
}

function defaultOf({ from = [], to }: Pick<Playbook, 'from' | 'to'>, limits: Limits): number {
  const target = parseVersion(to ?? '');
  const isUpgrade = from.some((line) => {
    const version = parseVersion(line);
    return version && target && compareVersions(version, target) < 0;
  });
  return isUpgrade ? limits.canarySoakMs : 0;
}
