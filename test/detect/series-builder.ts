import type { NodeSnapshot, Series, Snapshot, SourceValues } from '../../src/model/snapshot.ts';
import type { CpuLimit, MemoryLimit, RingStatusRow } from '../../src/model/readings.ts';
import type { MissingReason } from '../../src/model/seen.ts';

export const start = Date.parse('2026-11-24T19:00:00Z');

export type Answers = { readonly [S in keyof SourceValues]?: SourceValues[S] | Failure };
export interface Failure {
  readonly failed: MissingReason;
  readonly detail: string;
}

/** A question without an answer. */
export function failed(why: MissingReason, detail = why.replace('-', ' ')): Failure {
  return { failed: why, detail };
}

/** What each node answered at one time, `second` seconds after the start. */
export function look(second: number, nodes: Readonly<Record<string, Answers>>): Snapshot {
  const at = start + second * 1000;
  return {
    at,
    nodes: Object.entries(nodes).map(([address, answers]) => answered(at, address, answers)),
  };
}

/** One look every `tickSeconds` seconds; what the nodes answer depends on the second. */
export function looks(
  seconds: number,
  tickSeconds: number,
  nodes: (second: number) => Readonly<Record<string, Answers>>,
): Series {
  const count = Math.floor(seconds / tickSeconds) + 1;
  return Array.from({ length: count }, (_, i) => look(i * tickSeconds, nodes(i * tickSeconds)));
}

function answered(at: number, address: string, answers: Answers): NodeSnapshot {
  const sources = Object.fromEntries(
    Object.entries(answers).map(([source, answer]) => [source, seen(at, answer)]),
  );
  return { address, sources };
}

function seen(at: number, answer: object) {
  return 'failed' in answer
    ? { kind: 'missing', at, why: answer.failed, detail: (answer as Failure).detail }
    : { kind: 'seen', at, value: answer };
}

export const hostIds: Readonly<Record<string, string>> = {
  '10.0.0.1': '11111111-1111-4111-8111-111111111111',
  '10.0.0.2': '22222222-2222-4222-8222-222222222222',
  '10.0.0.3': '33333333-3333-4333-8333-333333333333',
  '10.0.0.4': '44444444-4444-4444-8444-444444444444',
};

/** A ring as one node sees it: `ring({ '10.0.0.1': 'up', '10.0.0.2': 'down' })`. */
export function ring(
  liveness: Readonly<Record<string, RingStatusRow['liveness']>>,
  change: Partial<RingStatusRow> = {},
): SourceValues['status'] {
  return {
    rows: Object.entries(liveness).map(([address, live], i) => ({
      liveness: live,
      state: 'normal',
      address,
      loadBytes: 45_000_000,
      tokens: 16,
      hostId: hostIds[address],
      dc: 'dc1',
      rack: `rack${i + 1}`,
      ...change,
    })),
  };
}

export function info(change: Partial<SourceValues['info']> = {}): SourceValues['info'] {
  return {
    hostId: '11111111-1111-4111-8111-111111111111',
    gossipActive: true,
    nativeTransportActive: true,
    generation: 1_795_549_986,
    uptimeSeconds: 600,
    heapUsedMiB: 100,
    heapMaxMiB: 384,
    dc: 'dc1',
    rack: 'rack1',
    exceptions: 0,
    ...change,
  };
}

export function cqlLocal(
  change: Partial<SourceValues['cql-local']> = {},
): SourceValues['cql-local'] {
  return {
    releaseVersion: '4.1.10',
    hostId: '11111111-1111-4111-8111-111111111111',
    dc: 'dc1',
    rack: 'rack1',
    schemaVersion: '5a99bb5e-0189-361d-89c1-2cb1568e6b99',
    gossipGeneration: 1_795_549_986,
    clusterName: 'ringward-lab',
    bootstrapped: 'COMPLETED',
    tokenCount: 16,
    ...change,
  };
}

export type Endpoint = SourceValues['gossipinfo']['endpoints'][number];

export function endpoint(address: string, change: Partial<Endpoint> = {}): Endpoint {
  return {
    address,
    generation: 1_795_549_986,
    status: 'NORMAL',
    schema: '5a99bb5e-0189-361d-89c1-2cb1568e6b99',
    dc: 'dc1',
    rack: 'rack1',
    releaseVersion: '4.1.10',
    netVersion: 12,
    hostId: hostIds[address],
    rpcReady: true,
    ...change,
  };
}

/** Heartbeats are judged by nobody. */
export function gossip(endpoints: readonly Endpoint[]): SourceValues['gossipinfo'] {
  return { endpoints, heartbeats: endpoints.map(() => 67) };
}

export type Task = SourceValues['sstable-tasks']['tasks'][number];

export function task(completed: number, change: Partial<Task> = {}): Task {
  return {
    id: 'c7ce8ef0-e840-11f1-b234-55c3f1b058da',
    kind: 'compaction',
    keyspace: 'app',
    table: 'events',
    completed,
    total: 10_000_000_000,
    unit: 'bytes',
    ...change,
  };
}

/** CPU time of compaction threads, in ms. */
export function threads(...cpuMs: readonly number[]): SourceValues['compaction-threads'] {
  return {
    threads: cpuMs.map((ms, i) => ({
      tid: 100 + i,
      name: `CompactionExecut`,
      state: 'S',
      cpuNs: ms * 1e6,
    })),
  };
}

export type Device = SourceValues['disks']['devices'][number];

/** A device after `ios` requests of `awaitMs` each. */
export function device(ios: number, awaitMs: number, change: Partial<Device> = {}): Device {
  return {
    name: 'nvme0n1',
    reads: ios,
    readBytes: ios * 4096,
    readMs: ios * awaitMs,
    writes: 0,
    writtenBytes: 0,
    writeMs: 0,
    ioMs: ios,
    weightedIoMs: ios * awaitMs,
    ...change,
  };
}

/** Three nodes in three racks that all see each other up, with what each answers beside it. */
export function healthyThree(
  answers: (address: string) => Answers = () => ({}),
): Readonly<Record<string, Answers>> {
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  const all = ring({ '10.0.0.1': 'up', '10.0.0.2': 'up', '10.0.0.3': 'up' });
  return Object.fromEntries(
    addresses.map((address) => [
      address,
      {
        status: all,
        info: info(),
        gossipinfo: gossip(addresses.map((one) => endpoint(one))),
        'cql-local': cqlLocal(),
        ...answers(address),
      },
    ]),
  );
}

const noTables = { tables: [] };

/** A control group that limits nothing, unless said otherwise. */
export function controlGroup(
  cpu: Partial<CpuLimit> = {},
  memory: Partial<MemoryLimit> = {},
  path = '/system.slice/cassandra.service',
): SourceValues['cgroup'] {
  return {
    path,
    cpu: { limitCpus: undefined, periods: 0, throttledPeriods: 0, throttledMs: 0, ...cpu },
    memory: {
      ...{ limitBytes: undefined, usedBytes: 800_000_000, cacheBytes: 300_000_000 },
      ...{ limitHits: 0, oomKills: 0 },
      ...memory,
    },
    ioPressure: { someAvg10: 0, fullAvg10: 0 },
  };
}

/** What a calm node does besides. */
export const calmActivity: Answers = {
  'cpu-pressure': { someAvg10: 2 },
  'memory-pressure': { someAvg10: 0, fullAvg10: 0 },
  cgroup: controlGroup(),
  'process-io': { readBytes: 0, writtenBytes: 0 },
  'disk-activity': {
    ...{ compactedBytes: 0, compactionWrittenBytes: 0, flushedBytes: 0 },
    ...{ streamedInBytes: 0, streamedOutBytes: 0 },
  },
  'write-path': { commitWaits: 0, commitWaitP95Ms: undefined, segmentWaits: 0, memtableWaits: 0 },
  'garbage-collection': { collectors: [{ name: 'G1 Young', collections: 9, timeMs: 90 }] },
  'hinted-handoff': { isEnabled: true, disabledDcs: [], windowMs: 10_800_000 },
  'client-load': { connections: 12, pauses: 0, discarded: 0, timedOutInQueue: 0 },
  'client-limits': {
    ...{ maxConnections: undefined, maxConnectionsPerAddress: undefined },
    ...{ maxRequestBytes: 40_000_000, maxRequestBytesPerAddress: 10_000_000 },
    maxRequestsPerSecond: undefined,
  },
  'thread-pools': { pools: [], dropped: undefined },
  'node-clock': { aheadMs: 0, uncertaintyMs: 1 },
  'repair-sessions': { sessions: [] },
  'largest-partitions': noTables,
  'tombstones-per-read': noTables,
  'read-latency': noTables,
  'write-latency': noTables,
};
