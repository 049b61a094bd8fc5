import { byAddress } from '../model/by-address.ts';
import type { TopologyView } from '../model/gate.ts';
import { mapChanged } from '../model/map-changed.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import type { CqlLocal, RingStatusRow } from '../model/readings.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodeOf, nodesOf, wordsOf, type NodeSnapshot, type Snapshot } from '../model/snapshot.ts';
import { digestOf } from './digest.ts';

type Changes = Pick<TopologyView, 'changed' | 'missing'>;

/**
 * Node by node what is not as the plan has it: who is in the ring, host id, DC, rack and number of
 * tokens in every view, the tokens themselves by the node's own word where the plan knows them.
 * What only some views say is not a change but a disagreement, and one of the `viewers` that gives no
 * view is missing, unless it is `excused`: down, and allowed to be. Needs the source `status` of every viewer and `cql-local` of every node.
 */
export function topologyChanges(
  plan: Plan,
  snapshot: Snapshot,
  viewers: ReadonlySet<string> = new Set(plan.nodes.map(({ address }) => address)),
  excused: ReadonlySet<string> = new Set(),
): Changes {
  const { addresses, haveTheirTokens } = comparisonWith(plan);
  const nodes = nodesOf(snapshot, addresses);
  const isInPlace = haveTheirTokens(nodes.map((node) => valueOf(node?.sources['cql-local'])));
  const isSilent = (place: number) =>
    nodes[place]?.sources.status?.kind !== 'seen' && viewers.has(addresses[place] ?? '');
  // Nothing is put into words of the nodes that are as they should be, and nearly all are.
  const own = plan.nodes
    .filter((_, place) => !isInPlace[place] || isSilent(place))
    .map((planned) => {
      const { address } = planned;
      const word = byOwnWord(planned, nodeOf(snapshot, address), viewers.has(address));
      return excused.has(address) ? { ...word, missing: [] } : word;
    });
  const views = byViews(plan, snapshot);
  return {
    changed: [...own.flatMap(({ changed }) => changed), ...views.changed],
    missing: [...own.flatMap(({ missing }) => missing), ...views.missing],
  };
}

/** A plan as it is compared with look after look: most is as it was at the look before. */
interface Comparison {
  readonly addresses: readonly string[];
  /** Of each node, in the order of the plan. */
  readonly haveTheirTokens: (locals: readonly (CqlLocal | undefined)[]) => readonly boolean[];
  readonly areAsPlanned: (rows: readonly RingStatusRow[]) => readonly boolean[];
}

const comparisonWith = onceForEach(toComparison);

function toComparison({ nodes }: Plan): Comparison {
  const planned = byAddress(nodes);
  return {
    addresses: nodes.map(({ address }) => address),
    haveTheirTokens: mapChanged((local, place) => {
      const digest = nodes[place]?.tokensDigest;
      return digest === undefined || tokensDigest(local) === digest;
    }),
    areAsPlanned: mapChanged((row) => isAsPlanned(planned.get(row.address), row)),
  };
}

/** SHA-256; undefined when the tokens were not seen. */
export function tokensDigest(local: CqlLocal | undefined): string | undefined {
  return local?.tokens && digestOfTokens(local.tokens);
}

/** SHA-256. A twin's tokens are the same list at every look. */
export const digestOfTokens = onceForEach((tokens: readonly string[]) =>
  digestOf([...tokens].sort().join()),
);

function byOwnWord(
  planned: PlannedNode,
  node: NodeSnapshot | undefined,
  isViewer: boolean,
): Changes {
  const { address } = planned;
  const silent = isViewer ? silence(`nodetool status of ${address}`, node?.sources.status) : [];
  if (planned.tokensDigest === undefined) return { changed: [], missing: silent };
  const local = node?.sources['cql-local'];
  const digest = tokensDigest(valueOf(local));
  const isMoved = digest !== undefined && digest !== planned.tokensDigest;
  return {
    changed: isMoved ? [`${address} has other tokens`] : [],
    missing: [...silent, ...silence(`the tokens of ${address} (system.local)`, local)],
  };
}

function silence(what: string, seen: Seen<unknown> | undefined): readonly string[] {
  if (seen?.kind === 'seen') return [];
  return [`${what}: ${seen ? `${seen.why}: ${seen.detail}` : 'was not asked'}`];
}

/** A change that every view shows is one; one that some show is a disagreement. */
function byViews(plan: Plan, snapshot: Snapshot): Changes {
  // Views that are the same value are compared once.
  const views = wordsOf(snapshot, 'status');
  const viewers = [...views.values()].reduce((sum, count) => sum + count, 0);
  const saidBy = new Map<string, number>();
  for (const [{ rows }, count] of views) {
    for (const said of differences(plan, rows)) {
      saidBy.set(said, (saidBy.get(said) ?? 0) + count);
    }
  }
  const all = [...saidBy];
  return {
    changed: all.flatMap(([said, count]) => (count === viewers ? [said] : [])),
    missing: all.flatMap(([said, count]) =>
      count < viewers ? [`${said} in ${count} of ${viewers} views`] : [],
    ),
  };
}

function differences(plan: Plan, rows: readonly RingStatusRow[]): readonly string[] {
  const planned = byAddress(plan.nodes);
  const areAsPlanned = comparisonWith(plan).areAsPlanned(rows);
  if (rows.length === planned.size && areAsPlanned.every(Boolean)) return [];
  const listed = new Set(rows.map((row) => row.address));
  const gone = planned.addresses.filter((address) => !listed.has(address));
  return [
    ...gone.map((address) => `${address} is not in the ring`),
    ...rows.flatMap((row) => differenceOf(planned.get(row.address), row)),
  ];
}

function differenceOf(planned: PlannedNode | undefined, row: RingStatusRow): readonly string[] {
  const { address } = row;
  if (!planned) return [`${address} is in the ring but not in the plan`];
  const checks = [
    { what: 'host id', was: planned.hostId, is: row.hostId ?? 'null' },
    { what: 'dc', was: planned.dc, is: row.dc },
    { what: 'rack', was: planned.rack, is: row.rack },
    { what: 'number of tokens', was: planned.tokenCount, is: row.tokens ?? 1 },
  ];
  return checks
    .filter(({ was, is }) => was !== is)
    .map(({ what, was, is }) => `${address} has ${what} ${is}, it was ${was}`);
}

/** True of nearly all of a million rows, so no list is made for each. */
function isAsPlanned(planned: PlannedNode | undefined, row: RingStatusRow): boolean {
  return (
    row.hostId === planned?.hostId &&
    row.dc === planned?.dc &&
    row.rack === planned.rack &&
    (row.tokens ?? 1) === planned.tokenCount
  );
}
