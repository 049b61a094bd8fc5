import type { Instant } from '../model/instant.ts';
import { chance, uuidOf, wholeBetween } from './chance.ts';
import type {
  ClusterState,
  SimulatedKeyspace,
  SimulatedNode,
  StorageCompatibilityMode,
  Work,
} from './state.ts';

export interface ClusterWish {
  readonly name: string;
  readonly seed: number;
  readonly at: Instant;
  readonly release: string;
  readonly compatibility?: StorageCompatibilityMode;
  /** Racks by DC, with the number of nodes in each. */
  readonly dcs: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Tokens a node. */
  readonly vnodes: number;
  readonly keyspaces: readonly SimulatedKeyspace[];
  /** Address of the node with this number, from 1. */
  readonly addressOf?: (number: number) => string;
}

/** A healthy cluster that has been up for a day. */
export function newCluster(wish: ClusterWish): ClusterState {
  const places = Object.entries(wish.dcs).flatMap(([dc, racks]) =>
    Object.entries(racks).flatMap(([rack, count]) =>
      Array.from({ length: count }, () => ({ dc, rack })),
    ),
  );
  return {
    format: 1,
    seed: wish.seed,
    at: wish.at,
    name: wish.name,
    nodes: places.map((place, index) => newNode(wish, place, index + 1)),
    keyspaces: [...systemKeyspaces, ...wish.keyspaces],
    faults: [],
  };
}

function newNode(
  { seed, at, release, compatibility, vnodes, keyspaces, addressOf = tenDot }: ClusterWish,
  { dc, rack }: { readonly dc: string; readonly rack: string },
  number: number,
): SimulatedNode {
  const address = addressOf(number);
  const hostId = uuidOf(seed, 'host', address);
  const startedAt = at - 86_400_000 + number * 1_000;
  const tokens = Array.from({ length: vnodes }, (_, index) => tokenOf(seed, address, index));
  const mode = compatibility ? { compatibility } : {};
  return {
    address,
    dc,
    rack,
    hostId,
    tokens,
    installed: release,
    configured: release,
    ...mode,
    lives: [
      {
        pid: wholeBetween(2_000, 60_000, seed, address, 'pid'),
        startedAt,
        generation: Math.floor(startedAt / 1_000),
        release,
        ...mode,
        hostId,
        rack,
        dc,
        tokenCount: tokens.length,
        jmxAt: startedAt + 3_000,
        gossipAt: startedAt + 10_000,
        cqlAt: startedAt + 15_000,
      },
    ],
    stops: 0,
    work: quietWork(seed, address, at, [...systemKeyspaces, ...keyspaces]),
  };
}

function tenDot(number: number): string {
  return `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
}

/** Any of the 2^64 tokens. */
function tokenOf(seed: number, address: string, index: number): string {
  const half = (name: string) => BigInt(Math.floor(chance(seed, name, address, index) * 2 ** 32));
  return BigInt.asIntN(64, (half('high') << 32n) | half('low')).toString();
}

/** Of a table that holds no data of clients. */
const systemBytes = 1024 ** 2;

/** A node that serves a few megabytes a second and has nothing else to do. */
export function quietWork(
  seed: number,
  address: string,
  at: Instant,
  keyspaces: readonly SimulatedKeyspace[],
): Work {
  const still = (base: number, perSecond = 0) => ({ since: at, base, perSecond });
  const bytes = wholeBetween(40, 60, seed, address, 'load') * 1024 ** 3;
  return {
    loadBytes: bytes,
    sstables: keyspaces.flatMap(({ name, tables }) =>
      tables.map((table) => ({
        ...{ keyspace: name, table, live: still(6) },
        bytes: name.startsWith('system') ? systemBytes : bytes,
      })),
    ),
    compactions: [],
    pendingTasks: 0,
    autocompactionOff: [],
    throughputMiBPerSecond: 64,
    dropped: {},
    disk: {
      device: 'sda',
      totalBytes: 500 * 1024 ** 3,
      used: still(bytes * 2),
      read: still(1024 ** 4, 2 * 1024 ** 2),
      written: still(1024 ** 4, 4 * 1024 ** 2),
    },
    readMs: 2,
  };
}

/** As every cluster has them; system_auth as an operator would set it. */
const systemKeyspaces: readonly SimulatedKeyspace[] = [
  { name: 'system', replication: { kind: 'local' }, tables: ['local', 'peers_v2'] },
  { name: 'system_schema', replication: { kind: 'local' }, tables: ['tables'] },
  { name: 'system_auth', replication: { kind: 'simple', rf: 3 }, tables: ['roles'] },
  {
    name: 'system_distributed',
    replication: { kind: 'simple', rf: 3 },
    tables: ['repair_history'],
  },
  { name: 'system_traces', replication: { kind: 'simple', rf: 2 }, tables: ['sessions'] },
];
