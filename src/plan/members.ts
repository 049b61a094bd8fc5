import type { Inventory } from '../model/inventory.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf, type Snapshot } from '../model/snapshot.ts';
import { cannotTell, refused, usage, type PlanProblem } from './problem.ts';

/** A node of the inventory as the cluster knows it. */
export interface Member {
  readonly address: string;
  readonly hostId: string;
  readonly dc: string;
  readonly rack: string;
  readonly tokenCount: number;
  readonly release: string;
}

/**
 * Every node of the inventory, found in the ring, whole, up in every view; and nobody else in the
 * ring. Members are complete only when there is no problem.
 */
export function planMembers(
  snapshot: Snapshot,
  inventory: Inventory,
): { readonly members: readonly Member[]; readonly problems: readonly PlanProblem[] } {
  const rows = snapshot.nodes.flatMap((node) => valueOf(node.sources.status)?.rows ?? []);
  const found = inventory.nodes.map((node) => memberOf(node.address, snapshot, rows));
  const problems = [
    ...missingViews(snapshot, inventory),
    ...strangers(inventory, rows),
    ...unhealthy(rows),
    ...found.flatMap((one) => ('message' in one ? [one] : [])),
  ];
  return { members: found.flatMap((one) => ('message' in one ? [] : [one])), problems };
}

function memberOf(
  address: string,
  snapshot: Snapshot,
  rows: readonly RingStatusRow[],
): Member | PlanProblem {
  const own = rows.filter((row) => row.address === address);
  const row = own.find(({ hostId }) => hostId !== undefined);
  if (rows.length > 0 && own.length === 0) {
    return usage(
      `${address} is in the inventory but not in the ring`,
      'write the address as nodetool status prints it, or take the node out of the inventory',
    );
  }
  if (row?.hostId === undefined) return notSeen('host id', address);
  const release = releaseOf(address, snapshot);
  if (release === undefined) return notSeen('release', address);
  const local = valueOf(nodeOf(snapshot, address)?.sources['cql-local']);
  const tokenCount = local?.tokenCount ?? row.tokens ?? 1;
  return { address, hostId: row.hostId, dc: row.dc, rack: row.rack, tokenCount, release };
}

function notSeen(what: string, address: string): PlanProblem {
  return cannotTell(
    `the ${what} of ${address} was not seen`,
    'it comes from nodetool status, gossipinfo and CQL: ringward health says which did not answer',
  );
}

/** By its own word, else by what gossip says of it. */
function releaseOf(address: string, snapshot: Snapshot): string | undefined {
  const own = valueOf(nodeOf(snapshot, address)?.sources['cql-local'])?.releaseVersion;
  if (own !== undefined) return own;
  const heard = snapshot.nodes
    .flatMap((node) => valueOf(node.sources.gossipinfo)?.endpoints ?? [])
    .filter((endpoint) => endpoint.address === address)
    .flatMap((endpoint) => endpoint.releaseVersion ?? []);
  return new Set(heard).size === 1 ? heard[0] : undefined;
}

function missingViews(snapshot: Snapshot, inventory: Inventory): readonly PlanProblem[] {
  return inventory.nodes.flatMap(({ address }) => {
    const seen = nodeOf(snapshot, address)?.sources.status;
    if (seen?.kind === 'seen') return [];
    const why = seen ? `${seen.why}: ${seen.detail}` : 'it was not asked';
    return [
      cannotTell(
        `nodetool status of ${address} is missing, ${why}`,
        'every node must give its view of the ring before one is stopped',
      ),
    ];
  });
}

function strangers(inventory: Inventory, rows: readonly RingStatusRow[]): readonly PlanProblem[] {
  const known = new Set(inventory.nodes.map((node) => node.address));
  const unknown = new Set(rows.map((row) => row.address).filter((address) => !known.has(address)));
  return [...unknown].map((address) =>
    refused(
      `${address} is in the ring but not in the inventory`,
      'add it to nodes: a roll needs the view of every node',
    ),
  );
}

function unhealthy(rows: readonly RingStatusRow[]): readonly PlanProblem[] {
  const states = new Map<string, string>();
  for (const row of rows) {
    if (row.liveness !== 'up') states.set(row.address, row.liveness);
    else if (row.state !== 'normal') states.set(row.address, row.state);
  }
  return [...states].map(([address, state]) =>
    refused(
      `${address} is ${state} in the view of at least one node`,
      'bring every node up and finish joins, moves and removals first',
    ),
  );
}
