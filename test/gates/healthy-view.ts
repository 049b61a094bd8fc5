import type { Gate, GateView } from '../../src/model/gate.ts';
import { labLimits } from '../../src/model/limits.ts';
import { weekdays } from '../../src/model/maintenance-window.ts';
import type {
  ClusterDescription,
  CqlLocal,
  GossipEndpoint,
  RingStatusRow,
} from '../../src/model/readings.ts';
import type { Keyspace, KeyspaceRing, Replica, Replication } from '../../src/model/ring.ts';
import type { MissingReason, Seen } from '../../src/model/seen.ts';
import type { NodeSnapshot, Snapshot, SourceId, SourceValues } from '../../src/model/snapshot.ts';

/** A healthy cluster of three: RF 3, each node in its own rack, seen by every node. */
export const at = 1_700_000_000_000;
export const [first, second, third] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
export const addresses: readonly string[] = [first, second, third];

export const generationBefore = 1_000;
export const hostIdOf = (address: string) => `host-${address}`;
export const rackOf = (address: string) => `rack${address.slice(-1)}`;

export function seen<T>(value: T): Seen<T> {
  return { kind: 'seen', at, value };
}

export function missing(why: MissingReason = 'timed-out', detail = 'after 20 s'): Seen<never> {
  return { kind: 'missing', at, why, detail };
}

export const statusRow = (address: string): RingStatusRow => ({
  liveness: 'up',
  state: 'normal',
  address,
  loadBytes: 1_000,
  tokens: 16,
  hostId: hostIdOf(address),
  dc: 'dc1',
  rack: rackOf(address),
});

export const gossipOf = (address: string): GossipEndpoint => ({
  address,
  generation: generationBefore + 50,
  status: 'NORMAL',
  schema: 'schema-a',
  dc: 'dc1',
  rack: rackOf(address),
  releaseVersion: '4.1.10',
  netVersion: 12,
  hostId: hostIdOf(address),
  rpcReady: true,
});

export const localOf = (address: string): CqlLocal => ({
  releaseVersion: '4.1.10',
  hostId: hostIdOf(address),
  dc: 'dc1',
  rack: rackOf(address),
  schemaVersion: 'schema-a',
  gossipGeneration: generationBefore + 50,
  clusterName: 'lab',
  bootstrapped: 'COMPLETED',
  tokenCount: 16,
});

export const description: ClusterDescription = {
  name: 'lab',
  partitioner: 'Murmur3Partitioner',
  schemaVersions: [{ version: 'schema-a', addresses }],
  unreachable: [],
  releaseVersions: [{ version: '4.1.10', addresses }],
};

export const three: Replication = { kind: 'network', rfByDc: { dc1: 3 } };
export const keyspaces: readonly Keyspace[] = [
  { name: 'system', replication: { kind: 'local' } },
  { name: 'shop', replication: three },
  { name: 'system_auth', replication: three },
  { name: 'system_distributed', replication: { kind: 'simple', rf: 3 } },
  { name: 'system_traces', replication: { kind: 'simple', rf: 2 } },
];

export const replicaOf = (address: string): Replica => ({
  address,
  dc: 'dc1',
  rack: rackOf(address),
});

/** As many ranges as nodes, each on `rf` neighbours. */
export function ringOf(name: string, replication: Replication, rf: number): KeyspaceRing {
  const ranges = addresses.map((_, index) => ({
    start: String(index * 100),
    end: String(index * 100 + 100),
    replicas: [...addresses, ...addresses].slice(index, index + rf).map(replicaOf),
  }));
  return { keyspace: { name, replication }, ranges };
}

const shop = ringOf('shop', three, 3);

/** Keyspaces with the same replication share their ranges, as the collector reads them once. */
export const rings: readonly KeyspaceRing[] = [
  shop,
  { keyspace: { name: 'system_auth', replication: three }, ranges: shop.ranges },
  ringOf('system_distributed', { kind: 'simple', rf: 3 }, 3),
  ringOf('system_traces', { kind: 'simple', rf: 2 }, 2),
];

export const settings: SourceValues['settings'] = {
  values: {
    authenticator: 'AllowAllAuthenticator',
    auto_snapshot: 'true',
    automatic_sstable_upgrade: 'false',
    hinted_handoff_enabled: 'true',
    max_hint_window: '3h',
  },
};
export const shopOrders: SourceValues['schema-tables']['tables'][number] = {
  keyspace: 'shop',
  table: 'orders',
  compaction: 'SizeTieredCompactionStrategy',
  isCompactStorage: false,
  gcGraceSeconds: 864_000,
};

const healthyNode = (address: string): NodeSnapshot => ({
  address,
  sources: {
    status: seen({ rows: addresses.map(statusRow) }),
    gossipinfo: seen({ endpoints: addresses.map(gossipOf), heartbeats: addresses.map(() => 7) }),
    describecluster: seen(description),
    keyspaces: seen({ keyspaces }),
    'cql-local': seen(localOf(address)),
    netstats: seen({ mode: 'NORMAL', streams: [] }),
    'pending-hints': seen({ targets: [] }),
    'sstable-tasks': seen({ tasks: [] }),
    'repair-sessions': seen({ sessions: [] }),
    settings: seen(settings),
    clients: seen({ clients: [] }),
    'schema-tables': seen({ tables: [shopOrders] }),
    'schema-indexes': seen({ indexes: [] }),
    'disk-usage': seen({ tables: [{ keyspace: 'shop', table: 'orders', mebibytes: 100 }] }),
    'file-systems': seen({
      mounts: [{ device: 'sda', mount: '/data', totalBytes: 2 ** 40, availableBytes: 2 ** 39 }],
    }),
    'own-row': seen({
      tries: [{ operation: 'write', level: 'QUORUM', ms: 3, result: { kind: 'done' } }],
    }),
  },
});

export const healthySnapshot: Snapshot = {
  at,
  nodes: addresses.map(healthyNode),
  rings: seen(rings),
};

/** The second node is the subject. */
export const healthyView: GateView = {
  now: at,
  snapshot: healthySnapshot,
  findings: [],
  missing: [],
  undecided: [],
  rings,
  subject: {
    address: second,
    hostId: hostIdOf(second),
    dc: 'dc1',
    rack: rackOf(second),
    tokenCount: 16,
    generationBefore,
  },
  members: addresses,
  topology: { planned: 'digest-a', now: 'digest-a', changed: [], missing: [] },
  consistency: { default: ['LOCAL_QUORUM'] },
  baseline: [],
  cures: [],
  done: [],
  limits: labLimits,
  alerts: seen([]),
  window: {
    days: weekdays,
    from: '00:00',
    to: '00:00',
    timezone: 'UTC',
    takes: { ms: 60_000, because: 'the limits of its steps' },
  },
};

/** The same with one source of one node replaced; undefined: it was not asked. */
export function withSource<S extends SourceId>(
  snapshot: Snapshot,
  address: string,
  source: S,
  value: Seen<SourceValues[S]> | undefined,
): Snapshot {
  const nodes = snapshot.nodes.map((node) =>
    node.address === address ? { ...node, sources: { ...node.sources, [source]: value } } : node,
  );
  return { ...snapshot, nodes };
}

export function viewWith<S extends SourceId>(
  address: string,
  source: S,
  value: Seen<SourceValues[S]> | undefined,
): GateView {
  return { ...healthyView, snapshot: withSource(healthySnapshot, address, source, value) };
}

/** What `peer` prints for status, with one row changed. */
export function statusWith(about: string, change: Partial<RingStatusRow>): SourceValues['status'] {
  return {
    rows: addresses.map((address) => ({
      ...statusRow(address),
      ...(address === about ? change : {}),
    })),
  };
}

export function gossipWith(
  about: string,
  change: Partial<GossipEndpoint>,
): SourceValues['gossipinfo'] {
  return {
    endpoints: addresses.map((address) => ({
      ...gossipOf(address),
      ...(address === about ? change : {}),
    })),
    heartbeats: addresses.map(() => 7),
  };
}

/** `pass`, `wait` or `refuse` with its words, for one-line expectations. */
export function judged(gate: Gate, view: GateView): string {
  const verdict = gate.judge(view);
  const words = verdict.kind === 'pass' ? (verdict.note ?? '') : verdict.reason;
  return `${verdict.kind}: ${words}`;
}

/** A copy without some keys: for values that may be absent. */
export function without<T extends object, K extends keyof T>(object: T, ...keys: K[]): Omit<T, K> {
  const gone: readonly PropertyKey[] = keys;
  const kept = Object.entries(object).filter(([key]) => !gone.includes(key));
  return Object.fromEntries(kept) as Omit<T, K>;
}
