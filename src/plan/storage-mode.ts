import type { Playbook } from '../model/playbook.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf, type Snapshot } from '../model/snapshot.ts';
import { storageModeOf, type StorageMode } from '../model/step.ts';
import { modeIn } from '../model/storage-mode.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { modeBefore, modesBeside } from '../rules/storage-modes.ts';
import type { Member } from './members.ts';
import { cannotTell, refused, usage, type PlanProblem } from './problem.ts';

/** The mode a node says it is in; undefined: it was not seen, or its release has none. */
export function modeSeen(snapshot: Snapshot, address: string): string | undefined {
  const settings = valueOf(nodeOf(snapshot, address)?.sources.settings);
  return settings && modeIn(settings);
}

/**
 * May these nodes be rolled to the mode of the playbook? Every member must be on 5.0, and none in another mode
 * than the one before or the one to come: between CASSANDRA_4 and NONE lies a whole roll. Empty: yes, or the
 * playbook sets none.
 */
export function storageModeProblems(
  { steps }: Pick<Playbook, 'steps'>,
  snapshot: Snapshot,
  members: readonly Member[],
  rolled: readonly Member[],
): readonly PlanProblem[] {
  const mode = storageModeOf(steps);
  if (mode === undefined) return [];
  const problems = members.flatMap((member) => memberProblem(member, mode, snapshot));
  const isDone = ({ address }: Member) => modeSeen(snapshot, address) === mode;
  if (problems.length > 0 || rolled.length === 0 || !rolled.every(isDone)) return problems;
  return [usage(`every node is in ${mode} already`, 'there is nothing to do')];
}

function memberProblem(
  { address, release }: Member,
  mode: StorageMode,
  snapshot: Snapshot,
): readonly PlanProblem[] {
  const version = parseVersion(release);
  if (!version || releaseLine(version) !== '5.0') {
    return [
      refused(
        `${address} runs ${release}: storage_compatibility_mode is known here for 5.0 alone`,
        'bring every node to one release of 5.0 first',
      ),
    ];
  }
  const now = modeSeen(snapshot, address);
  if (now === undefined) return [notSeen(address, snapshot)];
  if (modesBeside(mode).includes(now)) return [];
  return [
    refused(
      `${address} is in ${now}, and ${mode} is rolled to from ${modeBefore[mode]}`,
      now === 'CASSANDRA_4'
        ? 'roll every node to UPGRADING first: playbook storage-mode-upgrading'
        : 'there is no way back from a later mode',
    ),
  ];
}

function notSeen(address: string, snapshot: Snapshot): PlanProblem {
  const seen = nodeOf(snapshot, address)?.sources.settings;
  const why = seen?.kind === 'missing' ? `${seen.why}: ${seen.detail}` : 'it did not say';
  return cannotTell(
    `the storage_compatibility_mode of ${address} was not seen, ${why}`,
    'it comes from system_views.settings by CQL: the user needs SELECT on it',
  );
}
