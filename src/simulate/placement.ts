import type { KeyspaceRing, Replica, Replication, TokenRange } from '../model/ring.ts';
import { replicationKey } from '../model/ring.ts';
import type { ClusterState, SimulatedNode } from './state.ts';

/** Who keeps which range, as Cassandra places it; ranges are shared by keyspaces placed alike. */
export function ringsOf(state: ClusterState): readonly KeyspaceRing[] {
  if (state.rings) return state.rings;
  const known = remembered.get(state.keyspaces);
  if (known) return known;
  const points = ringPoints(state.nodes);
  const byReplication = new Map<string, readonly TokenRange[]>();
  const rings = state.keyspaces.flatMap((keyspace): readonly KeyspaceRing[] => {
    if (keyspace.replication.kind === 'local') return [];
    const key = replicationKey(keyspace.replication);
    const ranges = byReplication.get(key) ?? rangesOf(points, keyspace.replication);
    byReplication.set(key, ranges);
    const { name, replication } = keyspace;
    return [{ keyspace: { name, replication }, ranges }];
  });
  remembered.set(state.keyspaces, rings);
  return rings;
}

/** Nodes neither join nor leave here, so the keyspaces alone tell when it must be reckoned anew. */
const remembered = new WeakMap<ClusterState['keyspaces'], readonly KeyspaceRing[]>();

interface RingPoint {
  readonly token: string;
  readonly replica: Replica;
  /** The token as near as a number comes to it. */
  readonly near: number;
}

/** Every token with its owner, in the order of the ring. */
function ringPoints(nodes: readonly SimulatedNode[]): readonly RingPoint[] {
  const points = nodes.flatMap(({ address, dc, rack, tokens }) => {
    const replica = { address, dc, rack };
    return tokens.map((token) => ({ token, replica, near: Number(token) }));
  });
  return points.sort((a, b) => a.near - b.near || exactOrder(a.token, b.token));
}

function exactOrder(a: string, b: string): number {
  const [one, other] = [BigInt(a), BigInt(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function rangesOf(points: readonly RingPoint[], replication: Replication): readonly TokenRange[] {
  const place = placerOf(points, replication);
  return points.map(({ token }, at) => ({
    start: points.at(at - 1)?.token ?? token,
    end: token,
    replicas: place(at),
  }));
}

type Placer = (at: number) => readonly Replica[];

function placerOf(points: readonly RingPoint[], replication: Replication): Placer {
  switch (replication.kind) {
    case 'simple':
      return (at) => simpleReplicas(points, at, replication.rf);
    case 'network': {
      const dcs = dataCenters(points, replication.rfByDc);
      return (at) => networkReplicas(points, at, dcs);
    }
    case 'local':
    case 'unknown':
      return () => [];
  }
}

/** SimpleStrategy: the next nodes of the ring, wherever they stand. */
function simpleReplicas(
  points: readonly RingPoint[],
  from: number,
  rf: number,
): readonly Replica[] {
  const found = new Map<string, Replica>();
  for (let step = 0; step < points.length && found.size < rf; step += 1) {
    const replica = replicaAfter(points, from, step);
    if (replica && !found.has(replica.address)) found.set(replica.address, replica);
  }
  return [...found.values()];
}

interface DataCenter {
  readonly name: string;
  readonly rf: number;
  readonly racks: number;
  readonly nodes: number;
}

function dataCenters(
  points: readonly RingPoint[],
  rfByDc: Readonly<Record<string, number>>,
): readonly DataCenter[] {
  return Object.entries(rfByDc).map(([name, rf]) => {
    const own = points.map(({ replica }) => replica).filter(({ dc }) => dc === name);
    const racks = new Set(own.map(({ rack }) => rack)).size;
    const nodes = new Set(own.map(({ address }) => address)).size;
    return { name, rf, racks, nodes };
  });
}

/**
 * NetworkTopologyStrategy: in each DC the next nodes in racks not yet used; as many racks may be used
 * again as the replication factor exceeds them (NetworkTopologyStrategy.DatacenterEndpoints).
 */
function networkReplicas(
  points: readonly RingPoint[],
  from: number,
  dcs: readonly DataCenter[],
): readonly Replica[] {
  const found: Replica[] = [];
  const open = new Map(
    dcs.map(({ name, rf, racks, nodes }) => {
      const used: string[] = [];
      return [name, { left: Math.min(rf, nodes), repeats: rf - racks, used }];
    }),
  );
  let left = 0;
  for (const dc of open.values()) left += dc.left;
  for (let step = 0; step < points.length && left > 0; step += 1) {
    const replica = replicaAfter(points, from, step);
    const dc = replica && open.get(replica.dc);
    // One node has one replica, so it is the very same: a few are looked through quickly.
    if (!dc || dc.left === 0 || found.includes(replica)) continue;
    if (dc.used.includes(replica.rack)) {
      if (dc.repeats <= 0) continue;
      dc.repeats -= 1;
    }
    dc.used.push(replica.rack);
    dc.left -= 1;
    left -= 1;
    found.push(replica);
  }
  // No longer than it is: hundreds of thousands are kept.
  return found.slice();
}

function replicaAfter(
  points: readonly RingPoint[],
  from: number,
  steps: number,
): Replica | undefined {
  return points[(from + steps) % points.length]?.replica;
}
