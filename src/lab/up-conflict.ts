import type { LabSpec } from './spec.ts';
import type { LabUpOptions } from './up-options.ts';

type Settings = Pick<LabSpec, 'network' | 'nodeCount' | 'heapMb' | 'auth' | 'tls' | 'version'>;

/**
 * What a lab has that was asked for otherwise, in words; undefined when nothing. The version counts
 * only as what the lab can run: after a roll it may be on one of the others.
 */
export function conflictWith(
  spec: Settings & { readonly also: readonly string[] },
  asked: LabUpOptions,
): string | undefined {
  const differences = [
    spec.network === asked.network ? '' : `--network ${spec.network}`,
    spec.nodeCount === asked.nodes ? '' : `--nodes ${spec.nodeCount}`,
    spec.heapMb === asked.heapMb ? '' : `--heap ${spec.heapMb}m`,
    spec.auth === asked.auth ? '' : asked.auth ? 'no --auth' : '--auth',
    spec.tls === asked.tls ? '' : asked.tls ? 'no --tls' : '--tls',
    spec.version === asked.version ? '' : `version ${spec.version}`,
  ].filter((text) => text !== '');
  return differences.length === 0 ? undefined : differences.join(', ');
}
