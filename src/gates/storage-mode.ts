import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodeOf, type SourceValues } from '../model/snapshot.ts';
import { modeIn } from '../model/storage-mode.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { modesBeside } from '../rules/storage-modes.ts';
import { pass, refuseForGood, wait, whyMissing } from './verdict.ts';

/**
 * A plan outlives what was true when it was made: a cluster that has left the mode from which its roll goes is
 * not taken back by it (NEWS.txt 5.0, top notice, CASSANDRA-14227).
 */
export const storageMode: Gate = {
  id: 'storage-mode',
  title: 'every node is in a storage_compatibility_mode from which the roll goes',
  needs: ['cql-local', 'settings'],
  judge(view) {
    const wanted = modesBeside(view.subject.storageMode);
    const held = view.members.map((address) => judgeMember(address, wanted, view));
    return held.find((verdict) => verdict !== undefined) ?? passed(view, wanted);
  },
};

function passed({ members }: GateView, wanted: readonly string[]): GateVerdict {
  return pass(`${members.length} nodes, those of 5.0 in ${wanted.join(' or ')}`);
}

function judgeMember(
  address: string,
  wanted: readonly string[],
  { snapshot, subject }: GateView,
): GateVerdict | undefined {
  const sources = nodeOf(snapshot, address)?.sources ?? {};
  const release = valueOf(sources['cql-local'])?.releaseVersion;
  const version = release === undefined ? undefined : parseVersion(release);
  if (!version) {
    return wait(`the release of ${address} is not known, ${whyMissing(sources['cql-local'])}`);
  }
  if (releaseLine(version) === '5.0') return judgeMode(address, wanted, sources.settings);
  // On the way back a node that is done has no mode any more.
  if (!subject.storageMode) return undefined;
  return refuseForGood(`${address} runs ${release ?? ''}, which has no such mode`);
}

function judgeMode(
  address: string,
  wanted: readonly string[],
  seen: Seen<SourceValues['settings']> | undefined,
): GateVerdict | undefined {
  const settings = valueOf(seen);
  if (!settings) return wait(`settings of ${address} are not seen, ${whyMissing(seen)}`);
  const now = modeIn(settings) ?? 'no mode';
  if (wanted.includes(now)) return undefined;
  return refuseForGood(`${address} is in ${now}, and this roll goes from ${wanted.join(' or ')}`);
}
