import { addressSet } from '../model/address-set.ts';
import type { Gate, GateVerdict } from '../model/gate.ts';
import type { PendingHints } from '../model/readings.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodesOf } from '../model/snapshot.ts';
import { withoutExcused } from './allowed-down.ts';
import { nameSome, pass, wait, whyMissing } from './verdict.ts';

/** Any node may hold hints, not only replicas, so every other member is asked; what one that is down holds comes when it is back. */
export const hintsDrained: Gate = {
  id: 'hints-drained',
  title: 'no peer still keeps hints for the node',
  needs: [],
  needsOfAll: ['pending-hints'],
  ownLimit: 'hintsWaitMs',
  judge(view) {
    const { snapshot, subject } = view;
    const members = withoutExcused(view, view.members);
    // Those of its wave that are away are asked when they are back.
    const taken = new Set([subject.address, ...(subject.away ?? [])]);
    const isMember = addressSet(members);
    const peers = members.length - [...taken].filter((each) => isMember.has(each)).length;
    if (peers === 0) return wait('there is no other node that could be asked');
    const keeping: string[] = [];
    const unseen: Unseen[] = [];
    let clear: unknown;
    nodesOf(snapshot, members).forEach((node, index) => {
      const seen = node?.sources['pending-hints'];
      // Nearly always it is the very same answer as of the node before.
      if (seen && seen === clear) return;
      const peer = members[index] ?? '';
      if (taken.has(peer)) return;
      const files = filesFor(subject.hostId, seen);
      if (files > 0) keeping.push(`${peer} (${files} files)`);
      if (seen?.kind !== 'seen') unseen.push({ peer, seen });
      else if (files === 0) clear = seen;
    });
    if (keeping.length > 0) return wait(`hints are still kept by ${nameSome(keeping)}`);
    return unseen.length === 0 ? pass(`no hints on ${peers} peers`) : withoutAnswer(unseen);
  },
};

interface Unseen {
  readonly peer: string;
  readonly seen: Seen<PendingHints> | undefined;
}

function filesFor(hostId: string, seen: Seen<PendingHints> | undefined): number {
  const targets = valueOf(seen)?.targets ?? [];
  return targets.length === 0 ? 0 : (targets.find((each) => each.hostId === hostId)?.files ?? 0);
}

function withoutAnswer(unseen: readonly Unseen[]): GateVerdict {
  const silent = unseen.find(({ seen }) => seen?.kind !== 'missing' || seen.why !== 'unsupported');
  if (silent) return wait(`hints of ${silent.peer} are not seen, ${whyMissing(silent.seen)}`);
  return pass(`not seen on ${nameSome(unseen.map(({ peer }) => peer))}: needs Cassandra 4.1`);
}
