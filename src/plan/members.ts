import { byAddress } from '../model/by-address.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf, type Snapshot } from '../model/snapshot.ts';
import { tokensDigest } from './topology-changes.ts';
import { cannotTell, refused, usage, type PlanProblem } from './problem.ts';

/** A node of the inventory as the cluster knows it. */
export interface Member {
  readonly address: string;
  readonly hostId: string;
  readonly dc: string;
  readonly rack: string;
  readonly tokenCount: number;
  readonly tokensDigest?: string;
  readonly release: string;
  /** Down, and allowed to be: a member that is not rolled. */
  readonly isDown?: true;
}

/**
 * Every node of the inventory, found in the ring, whole, up in every view but `allowDown` that are down; and
 * nobody else in the ring. Members are complete only when there is no problem.
 */
export function planMembers(
  snapshot: Snapshot,
  inventory: Inventory,
  allowDown = 0,
): { readonly members: readonly Member[]; readonly problems: readonly PlanProblem[] } {
  const ring = ringOf(snapshot);
  const down = silentOf(ring, snapshot);
  const excused = new Set(down.length <= allowDown ? down : []);
  const found = inventory.nodes.map(({ address }) => {
    const member = memberOf(address, snapshot, ring);
    if ('message' in member || !excused.has(address)) return member;
    return { ...member, isDown: true as const };
  });
  const problems = [
    ...missingViews(snapshot, inventory, new Set(down)),
    ...strangers(inventory, ring),
    ...unhealthy(ring, snapshot, excused, allowDown),
    ...found.flatMap((one) => ('message' in one ? [one] : [])),
  ];
  return { members: found.flatMap((one) => ('message' in one ? [] : [one])), problems };
}

/** What all views together say of an address. */
interface RingNode {
  /** One with a host id, if there is one. */
  readonly row: RingStatusRow;
  /** The last word that is not up and normal. */
  readonly trouble: string | undefined;
  /** Down, in its place, in every view. */
  readonly isDown: boolean;
}

type Ring = ReadonlyMap<string, RingNode>;

/** One pass over the distinct views: a thousand nodes give a million rows. */
function ringOf(snapshot: Snapshot): Ring {
  const ring = new Map<string, RingNode>();
  const views = new Set(snapshot.nodes.map((node) => valueOf(node.sources.status)));
  for (const view of views) {
    for (const row of view?.rows ?? []) {
      const known = ring.get(row.address);
      if (!known || !saysNothingNew(row, known)) ring.set(row.address, merged(row, known));
    }
  }
  return ring;
}

function saysNothingNew(row: RingStatusRow, known: RingNode): boolean {
  const isUp = troubleOf(row) === undefined && !known.isDown;
  return isUp && (known.row.hostId !== undefined || row.hostId === undefined);
}

function merged(row: RingStatusRow, known: RingNode | undefined): RingNode {
  const best = known?.row.hostId === undefined ? row : known.row;
  const isDown = row.liveness === 'down' && row.state === 'normal' && (known?.isDown ?? true);
  return { row: best, trouble: troubleOf(row) ?? known?.trouble, isDown };
}

function troubleOf({ liveness, state }: RingStatusRow): string | undefined {
  if (liveness !== 'up') return liveness;
  return state === 'normal' ? undefined : state;
}

/** Addresses of those that are DOWN in every view and give none of their own, members or not. */
export function downIn(snapshot: Snapshot): readonly string[] {
  return silentOf(ringOf(snapshot), snapshot);
}

/**
 * One that gives a view of its own is not down, whatever the others say: the rule of a roll (gates/allowed-down.ts), by
 * every view, for a plan asks every node and stops none.
 */
function silentOf(ring: Ring, snapshot: Snapshot): readonly string[] {
  return [...ring].flatMap(([address, { isDown }]) =>
    isDown && nodeOf(snapshot, address)?.sources.status?.kind !== 'seen' ? [address] : [],
  );
}

function memberOf(address: string, snapshot: Snapshot, ring: Ring): Member | PlanProblem {
  const row = ring.get(address)?.row;
  if (ring.size > 0 && !row) {
    return usage(
      `${address} is in the inventory but not in the ring`,
      'write the address as nodetool status prints it, or take the node out of the inventory',
    );
  }
  if (row?.hostId === undefined) return notSeen('host id', address);
  const release = releaseOf(address, snapshot);
  if (release === undefined) return notSeen('release', address);
  const { hostId, dc, rack } = row;
  return { address, hostId, dc, rack, ...tokensOf(address, snapshot, row), release };
}

function tokensOf(
  address: string,
  snapshot: Snapshot,
  row: RingStatusRow,
): Pick<Member, 'tokenCount' | 'tokensDigest'> {
  const local = valueOf(nodeOf(snapshot, address)?.sources['cql-local']);
  const digest = tokensDigest(local);
  return {
    tokenCount: local?.tokenCount ?? row.tokens ?? 1,
    ...(digest === undefined ? {} : { tokensDigest: digest }),
  };
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
  const heard = snapshot.nodes.flatMap(({ sources }) => {
    const endpoints = valueOf(sources.gossipinfo)?.endpoints;
    return byAddress(endpoints).get(address)?.releaseVersion ?? [];
  });
  return new Set(heard).size === 1 ? heard[0] : undefined;
}

function missingViews(
  snapshot: Snapshot,
  inventory: Inventory,
  down: ReadonlySet<string>,
): readonly PlanProblem[] {
  return inventory.nodes.flatMap(({ address }) => {
    const seen = nodeOf(snapshot, address)?.sources.status;
    // Of one that is down that it is so is told, with what may be done.
    if (seen?.kind === 'seen' || down.has(address)) return [];
    const why = seen ? `${seen.why}: ${seen.detail}` : 'it was not asked';
    return [
      cannotTell(
        `nodetool status of ${address} is missing, ${why}`,
        'every node must give its view of the ring before one is stopped',
      ),
    ];
  });
}

function strangers(inventory: Inventory, ring: Ring): readonly PlanProblem[] {
  const known = new Set(inventory.nodes.map((node) => node.address));
  const unknown = [...ring.keys()].filter((address) => !known.has(address));
  return unknown.map((address) =>
    refused(
      `${address} is in the ring but not in the inventory`,
      'add it to nodes: a roll needs the view of every node',
    ),
  );
}

function unhealthy(
  ring: Ring,
  snapshot: Snapshot,
  excused: ReadonlySet<string>,
  allowDown: number,
): readonly PlanProblem[] {
  const down = silentOf(ring, snapshot);
  return [...ring].flatMap(([address, { trouble }]) =>
    trouble === undefined || excused.has(address)
      ? []
      : [
          refused(
            `${address} is ${trouble} in the view of ${viewersOf(address, snapshot)}`,
            `bring every node up and finish joins, moves and removals first${orAllow(down, address, allowDown)}`,
          ),
        ],
  );
}

function orAllow(down: readonly string[], address: string, allowDown: number): string {
  if (!down.includes(address)) return '';
  const so = allowDown === 0 ? '' : ` (${allowDown} may be down)`;
  return `, or go on without what is down, if every range holds: --allow-down ${down.length}${so}`;
}

/** Who says that it is not up and normal: one that is deaf calls all others down. */
function viewersOf(subject: string, snapshot: Snapshot): string {
  const viewers = snapshot.nodes.filter(({ sources }) =>
    valueOf(sources.status)?.rows.some(
      (row) => row.address === subject && troubleOf(row) !== undefined,
    ),
  );
  const [first, ...others] = viewers.map(({ address }) => address);
  if (viewers.length === snapshot.nodes.length && others.length > 0) return 'every node';
  return others.length === 0 ? `${first} alone` : `${first} and ${others.length} more`;
}
