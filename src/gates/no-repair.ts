import type { Gate, GateVerdict } from '../model/gate.ts';
import { valueOf } from '../model/seen.ts';
import type { NodeSnapshot } from '../model/snapshot.ts';
import { isOfRepair } from '../rules/repair-tasks.ts';
import { nameSome, pass, wait, whyMissing } from './verdict.ts';

/** On those nodes on which findings are looked for. Tasks that were asked for by CQL are as good. */
export const noRepair: Gate = {
  id: 'no-repair',
  title: 'no repair runs',
  needs: [],
  needsOfWatched: ['repair-sessions', 'compactionstats'],
  judge({ snapshot }) {
    const asked = snapshot.nodes.filter(({ sources }) => sources['repair-sessions']);
    if (asked.length === 0) return wait('no node was asked for its repairs');
    const repairs = asked.flatMap(repairsOf);
    if (repairs.length > 0) return wait(`a repair runs: ${nameSome(repairs)}`);
    return firstMissing(asked) ?? pass(`none on ${asked.length} nodes`);
  },
};

function repairsOf({ address, sources }: NodeSnapshot): readonly string[] {
  const sessions = valueOf(sources['repair-sessions'])?.sessions ?? [];
  const open = sessions.filter(({ isOpen }) => isOpen);
  const tasks = (tasksOf(sources) ?? []).filter(isOfRepair);
  return [
    ...tasks.map(({ kind, keyspace, table }) => `${kind} of ${keyspace}.${table} on ${address}`),
    ...open.map(({ id, coordinator }) => `session ${id} of ${coordinator}`),
  ];
}

function tasksOf(sources: NodeSnapshot['sources']) {
  return valueOf(sources.compactionstats)?.active ?? valueOf(sources['sstable-tasks'])?.tasks;
}

/** Before 4.0 there are no sessions that a node keeps: validations are all there is to see. */
function firstMissing(asked: readonly NodeSnapshot[]): GateVerdict | undefined {
  for (const { address, sources } of asked) {
    const sessions = sources['repair-sessions'];
    if (sessions?.kind === 'missing' && sessions.why !== 'unsupported') {
      return wait(`repair-sessions of ${address} is missing, ${whyMissing(sessions)}`);
    }
    if (!tasksOf(sources)) {
      const why = whyMissing(sources.compactionstats ?? sources['sstable-tasks']);
      return wait(`compactionstats of ${address} is missing, ${why}`);
    }
  }
  return undefined;
}
