import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { onceForEach } from '../model/once-for-each.ts';
import { onceForNewest } from '../model/once-for-newest.ts';
import { replicationKey, type Keyspace, type KeyspaceRing } from '../model/ring.ts';
import { wordsOf } from '../model/snapshot.ts';
import { describeMargin, judgeRanges, type RangeMargin } from '../rules/range-safety.ts';
import { replicaGroups, type ReplicaGroups } from '../rules/replica-groups.ts';
import { witnessViews, type WitnessViews } from './witness-views.ts';
import { firstOf, nameSome, pass, passTold, refuse, wait } from './verdict.ts';

export const rangeSafety: Gate = {
  id: 'range-safety',
  title: 'every range of every keyspace keeps its consistency levels with the subject down',
  needs: ['status', 'keyspaces'],
  needsRings: true,
  judge(view) {
    const { rings } = view;
    if (!rings || rings.length === 0) return wait('the replicas of the ranges were not seen');
    const peers = witnessViews(view);
    const { consistency, authenticatorOn = true, allowed } = view;
    const groups = replicaGroups(rings, consistency, authenticatorOn, allowed);
    return firstOf(
      uncountable(groups),
      pendingRanges(peers),
      lostRanges(view, peers, groups) ?? missingView(peers) ?? staleRings(view, rings),
      safe(view, peers, groups),
    );
  },
};

function uncountable({ uncountable: [first] }: ReplicaGroups): GateVerdict | undefined {
  return first && refuse(`keyspace ${first.keyspace}: ${first.why}`);
}

/** A node that joins, leaves or moves adds replicas that every write has to wait for. */
function pendingRanges({ views }: WitnessViews): GateVerdict | undefined {
  for (const { first, odd } of views) {
    const row = odd.find(({ state }) => state !== 'normal');
    if (row) return refuse(`ranges are pending: ${row.address} is ${row.state} (seen by ${first})`);
  }
  return undefined;
}

/** What the subject and its wave alone would take away no waiting brings back; of peers that are not up some may return. */
function lostRanges(
  view: GateView,
  peers: WitnessViews,
  { groups }: ReplicaGroups,
): GateVerdict | undefined {
  const alone = lossWith(stoppedWith(view), groups);
  if (alone !== undefined) return refuse(alone);
  const { notUp } = peers;
  const withOthers = notUp.size > 0 ? lossWith(stoppedWith(view), groups, notUp) : undefined;
  return withOthers === undefined ? undefined : wait(withOthers);
}

function lossWith(
  stopped: ReadonlySet<string>,
  groups: ReplicaGroups['groups'],
  notUp: ReadonlySet<string> = nobody,
): string | undefined {
  const [first, ...more] = judgeRanges(groups, new Set([...stopped, ...notUp])).lost;
  if (!first) return undefined;
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  // Those that somebody can start come first, however many the roll would stop.
  const others = [...notUp].filter((address) => !stopped.has(address));
  const are = others.length === 1 ? 'is' : 'are';
  const before = others.length > 0 ? `${nameSome(others)} ${are} not up, and ` : '';
  return `${before}with ${nameSome([...stopped])} down ${describeMargin(first)}${rest}`;
}

const nobody: ReadonlySet<string> = new Set();

function missingView({ views, missing, notUp }: WitnessViews): GateVerdict | undefined {
  const unknown = missing.find(({ peer }) => !notUp.has(peer));
  if (unknown) return wait(`the view of ${unknown.peer} is missing, ${unknown.why}`);
  return views.length === 0 ? wait('no other node gave its view of the ring') : undefined;
}

/** Range data may be older than the look: a keyspace that is new or altered was not reckoned with. */
function staleRings(view: GateView, rings: readonly KeyspaceRing[]): GateVerdict | undefined {
  const listed = [...wordsOf(view.snapshot, 'keyspaces').keys()];
  if (listed.length === 0) return wait('no node gave its list of keyspaces');
  const known = replicationsOf(rings);
  const changed = listed
    .flatMap(({ keyspaces }) => replicatedOf(keyspaces))
    .find(({ name, key }) => known.get(name) !== key);
  return changed && wait(`keyspace ${changed.name} is new or altered since its ranges were seen`);
}

const replicationsOf = onceForEach(
  (rings: readonly KeyspaceRing[]): ReadonlyMap<string, string> =>
    new Map(rings.map(({ keyspace }) => [keyspace.name, replicationKey(keyspace.replication)])),
);

/** A list may be the same value at every look. */
const replicatedOf = onceForNewest((keyspaces: readonly Keyspace[]) =>
  keyspaces
    .filter(({ replication }) => replication.kind !== 'local')
    .map(({ name, replication }) => ({ name, key: replicationKey(replication) })),
);

function safe(view: GateView, peers: WitnessViews, { groups }: ReplicaGroups): GateVerdict {
  const { tightest, warnings, accepted } = judgeRanges(groups, downWith(view, peers));
  const isAny = accepted.length + warnings.length > 0;
  const none = isAny ? 'no level holds the roll' : 'no level needs a replica';
  const tight = tightest ? `tightest: ${describeMargin(tightest)}` : none;
  const notes = [tight, ...accepted.map(acceptedText), ...warnings.map(warningOf)];
  return accepted.length > 0 ? passTold(notes.join('; ')) : pass(notes.join('; '));
}

function acceptedText(margin: RangeMargin): string {
  const { live, needed, because = '' } = margin;
  const means = live < needed ? ', so such requests fail meanwhile' : '';
  return `accepted (${because}): ${describeMargin(margin)}${means}`;
}

function warningOf(margin: RangeMargin): string {
  return `no client logs in, so not held by ${describeMargin(margin)}`;
}

function downWith(view: GateView, { notUp }: WitnessViews): ReadonlySet<string> {
  return new Set([...stoppedWith(view), ...notUp]);
}

/** By the roll itself. */
function stoppedWith({ subject: { address, together = [] } }: GateView): ReadonlySet<string> {
  return new Set([address, ...together]);
}
