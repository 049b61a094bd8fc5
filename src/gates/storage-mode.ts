import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { nodeOf } from '../model/snapshot.ts';
import { modesBeside, modeStanding } from '../rules/storage-modes.ts';
import { pass, refuseForGood, wait, whyMissing } from './verdict.ts';

/**
 * A plan outlives what was true when it was made: a cluster that has left the mode from which its roll goes is
 * not taken back by it (NEWS.txt 5.0, top notice, CASSANDRA-14227).
 */
export const storageMode: Gate = {
  id: 'storage-mode',
  title: 'every node is in a storage_compatibility_mode from which the roll goes',
  needs: [],
  needsOfAll: ['cql-local', 'settings'],
  judge(view) {
    const wanted = modesBeside(view.subject.storageMode);
    const held = view.members.map((address) => judgeMember(address, view));
    return held.find((verdict) => verdict !== undefined) ?? passed(view, wanted);
  },
};

function passed({ members }: GateView, wanted: readonly string[]): GateVerdict {
  return pass(`${members.length} nodes, those of 5.0 in ${wanted.join(' or ')}`);
}

const unseenWhat = { 'cql-local': 'the release', settings: 'the storage mode' } as const;

function judgeMember(address: string, { snapshot, subject }: GateView): GateVerdict | undefined {
  const sources = nodeOf(snapshot, address)?.sources ?? {};
  const standing = modeStanding({ address, sources }, subject.storageMode);
  if (standing.kind === 'fits') return undefined;
  if (standing.kind === 'other') return refuseForGood(standing.what);
  const { source } = standing;
  return wait(`${unseenWhat[source]} of ${address} is not known, ${whyMissing(sources[source])}`);
}
