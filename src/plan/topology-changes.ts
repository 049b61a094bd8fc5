import { byAddress } from '../model/by-address.ts';
import type { TopologyView } from '../model/gate.ts';
import { groupBy } from '../model/group-by.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import type { CqlLocal, RingStatusRow } from '../model/readings.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodeOf, type NodeSnapshot, type Snapshot } from '../model/snapshot.ts';
import { digestOf } from './digest.ts';

type Changes = Pick<TopologyView, 'changed' | 'missing'>;

/**
 * Node by node what is not as the plan has it: who is in the ring, host id, DC, rack and number of
 * tokens in every view, the tokens themselves by the node's own word where the plan knows them.
 * What only some views say is not a change but a disagreement, and one of the `viewers` that gives no
 * view is missing. Needs the source `status` of every viewer and `cql-local` of every node.
 */
export function topologyChanges(
  plan: Plan,
  snapshot: Snapshot,
  viewers: ReadonlySet<string> = new Set(plan.nodes.map(({ address }) => address)),
): Changes {
  const own = plan.nodes.flatMap((planned) => {
    const node = nodeOf(snapshot, planned.address);
    const isViewer = viewers.has(planned.address);
    return isAsItSays(planned, node, isViewer) ? [] : [byOwnWord(planned, node, isViewer)];
  });
  const views = byViews(plan, snapshot);
  return {
    changed: [...own.flatMap(({ changed }) => changed), ...views.changed],
    missing: [...own.flatMap(({ missing }) => missing), ...views.missing],
  };
}

/** SHA-256; undefined when the tokens were not seen. */
export function tokensDigest(local: CqlLocal | undefined): string | undefined {
  if (!local?.tokens) return undefined;
  const digest = digests.get(local.tokens) ?? digestOf([...local.tokens].sort().join());
  digests.set(local.tokens, digest);
  return digest;
}

/** A twin's tokens are the same list at every look. */
const digests = new WeakMap<readonly string[], string>();

/** True of nearly all, so nothing is put into words for each. */
function isAsItSays(
  { tokensDigest: planned }: PlannedNode,
  node: NodeSnapshot | undefined,
  isViewer: boolean,
): boolean {
  if (isViewer && node?.sources.status?.kind !== 'seen') return false;
  return planned === undefined || tokensDigest(valueOf(node?.sources['cql-local'])) === planned;
}

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
function byViews({ nodes }: Plan, snapshot: Snapshot): Changes {
  const planned = byAddress(nodes);
  const views = snapshot.nodes.flatMap((node) => valueOf(node.sources.status) ?? []);
  const saidBy = new Map<string, number>();
  // Views that are the same value are compared once.
  for (const [{ rows }, alike] of groupBy(views, (view) => view)) {
    for (const said of differences(planned, rows)) {
      saidBy.set(said, (saidBy.get(said) ?? 0) + alike.length);
    }
  }
  const all = [...saidBy];
  return {
    changed: all.flatMap(([said, count]) => (count === views.length ? [said] : [])),
    missing: all.flatMap(([said, count]) =>
      count < views.length ? [`${said} in ${count} of ${views.length} views`] : [],
    ),
  };
}

function differences(
  planned: ReadonlyMap<string, PlannedNode>,
  rows: readonly RingStatusRow[],
): readonly string[] {
  if (
    rows.length === planned.size &&
    rows.every((row) => isAsPlanned(planned.get(row.address), row))
  )
    return [];
  const listed = new Set(rows.map((row) => row.address));
  const gone = [...planned.keys()].filter((address) => !listed.has(address));
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
