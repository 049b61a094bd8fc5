import { expect, test } from 'vitest';
import { sayCompactionStats } from '../../../src/simulate/say/compactionstats.ts';
import { sayDescribeCluster } from '../../../src/simulate/say/describecluster.ts';
import { sayGossipInfo } from '../../../src/simulate/say/gossipinfo.ts';
import { sayInfo } from '../../../src/simulate/say/info.ts';
import { sayListPendingHints } from '../../../src/simulate/say/listpendinghints.ts';
import { sayNetstats } from '../../../src/simulate/say/netstats.ts';
import { sayStatus } from '../../../src/simulate/say/status.ts';
import { sayTpstats } from '../../../src/simulate/say/tpstats.ts';

/** Layouts of which no whole answer is recorded: formats read in nodetool of 2.1.13 and 3.11.19. */

const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');
const id = 'ac76ea50-bb9d-11f1-9033-1fa027256eec';

test('thread pools of 3.11, with a name that pushes its numbers', () => {
  const counts = { active: 1, pending: 2, completed: 3, blocked: 4, allTimeBlocked: 5 };
  const pools = ['MutationStage', 'PerDiskMemtableFlushWriter_12345'].map((name) => ({
    name,
    ...counts,
  }));
  const dropped = [
    { message: 'READ', count: 0 },
    { message: 'MUTATION', count: 17 },
  ];
  expect(sayTpstats({ pools, dropped }, '3.11.19')).toBe(
    lines(
      'Pool Name                         Active   Pending      Completed   Blocked  All time blocked',
      'MutationStage                          1         2              3         4                 5',
      'PerDiskMemtableFlushWriter_12345         1         2              3         4                 5',
      '',
      'Message type           Dropped',
      'READ                         0',
      'MUTATION                    17',
    ),
  );
  expect(sayTpstats({ pools: pools.slice(0, 1), dropped: [] }, '2.1.13')).toBe(
    lines(
      'Pool Name                    Active   Pending      Completed   Blocked  All time blocked',
      'MutationStage                     1         2              3         4                 5',
      '',
      'Message type           Dropped',
    ),
  );
});

test('compactions of 3.11, one without a table and without a total', () => {
  const save = { id, kind: 'key cache save', keyspace: '*', table: '*' };
  const active = [
    {
      id,
      kind: 'cleanup',
      keyspace: 'ks',
      table: 'orders',
      completed: 1_354_216,
      total: 2_427_880,
    },
    { ...save, completed: 1_354_216, total: 0 },
  ].map((task) => ({ ...task, unit: 'bytes' }));
  const text = (throughputMiBPerSecond: number) =>
    sayCompactionStats({ pendingTasks: 2, active }, '3.11.19', { throughputMiBPerSecond });
  expect(text(0)).toBe(
    lines(
      'pending tasks: 2',
      '- ks.orders: 2',
      '',
      'id                                   compaction type keyspace table  completed total   unit  progress',
      `${id} Cleanup         ks       orders 1354216   2427880 bytes 55.78%  `,
      `${id} Key cache save                  1354216   0       bytes n/a     `,
      'Active compaction remaining time :        n/a',
    ),
  );
  expect(text(16)).toMatch(/\nActive compaction remaining time : {3}0h00m00s\n$/);
});

test('nothing that runs: pending tasks alone up to 3.0, a blank line from 3.11 on', () => {
  const idle = { pendingTasks: 0, active: [] };
  expect(sayCompactionStats(idle, '3.0.30')).toBe('pending tasks: 0\n');
  expect(sayCompactionStats(idle, '3.11.19')).toBe('pending tasks: 0\n\n');
});

test('a throttle of 5.0 that is off says so', () => {
  const text = sayCompactionStats({ pendingTasks: 0, active: [] }, '5.0.8', {
    throughputMiBPerSecond: 0,
  });
  expect(text).toMatch(/^compaction throughput \(MiB\/s\) {4}throttling disabled \(0\)$/m);
});

test('info of 3.11 and 2.1', () => {
  const info = {
    hostId: id,
    gossipActive: true,
    nativeTransportActive: false,
    generation: 7,
    uptimeSeconds: 8,
    heapUsedMiB: 1.5,
    heapMaxMiB: 2,
    dc: 'dc1',
    rack: 'r1',
    exceptions: 0,
  };
  const labels = (text: string) => text.split('\n').map((line) => line.split(':')[0]?.trimEnd());
  expect(sayInfo(info, '3.11.19')).toContain('Heap Memory (MB)       : 1.50 / 2.00\n');
  const old = labels(sayInfo(info, '2.1.13'));
  expect(old.slice(0, 5)).toEqual([
    'ID',
    'Gossip active',
    'Thrift active',
    'Native Transport active',
    'Load',
  ]);
  expect(old.slice(-3)).toEqual(['Counter Cache', 'Token', '']);
  expect(labels(sayInfo(info, '3.11.19')).slice(-4)).toEqual([
    'Chunk Cache',
    'Percent Repaired',
    'Token',
    '',
  ]);
});

test('messages of 2.1 are commands and responses; a node that starts has none', () => {
  expect(sayNetstats({ mode: 'NORMAL', streams: [] }, '2.1.13')).toMatch(
    /Pool Name {20}Active {3}Pending {6}Completed\nCommands {24}n\/a {9}0 {14}0\nResponses .*\n$/,
  );
  expect(sayNetstats({ mode: 'STARTING', streams: [] }, '4.1.10')).toBe(
    'Mode: STARTING\nNot sending any streams.\n',
  );
});

test('states of an endpoint are those of its release, not of the node that is asked', () => {
  const endpoint = (releaseVersion: string) => ({
    address: '10.0.0.1',
    generation: 7,
    status: 'NORMAL',
    schema: undefined,
    dc: 'dc1',
    rack: 'r1',
    releaseVersion,
    netVersion: 11,
    hostId: id,
    rpcReady: true,
  });
  const said = (release: string) =>
    sayGossipInfo({ endpoints: [endpoint(release)], heartbeats: [8] }, '4.1.10', {
      '10.0.0.1': { token: '-42' },
    });
  expect(said('3.11.19')).toBe(
    lines(
      '/10.0.0.1',
      '  generation:7',
      '  heartbeat:8',
      '  STATUS:1:NORMAL,-42',
      '  LOAD:2:0.0',
      '  DC:3:dc1',
      '  RACK:4:r1',
      '  RELEASE_VERSION:5:3.11.19',
      '  INTERNAL_IP:6:10.0.0.1',
      '  RPC_ADDRESS:7:10.0.0.1',
      '  NET_VERSION:8:11',
      `  HOST_ID:9:${id}`,
      '  RPC_READY:10:true',
      '  TOKENS:11:<hidden>',
      '',
    ),
  );
  expect(said('4.1.10')).toMatch(/STATUS_WITH_PORT/);
  expect(said('4.1.10')).not.toMatch(/STATUS:/);
});

test('a cluster of 3.11 ends with its schema; before, the dynamic snitch hides the other', () => {
  const cluster = {
    name: 'Test',
    partitioner: 'Murmur3Partitioner',
    schemaVersions: [{ version: id, addresses: ['10.0.0.1', '10.0.0.2'] }],
    unreachable: ['10.0.0.3'],
    releaseVersions: undefined,
  };
  expect(sayDescribeCluster(cluster, '3.11.19', { snitch: 'SimpleSnitch' })).toBe(
    lines(
      'Cluster Information:',
      '\tName: Test',
      '\tSnitch: SimpleSnitch',
      '\tDynamicEndPointSnitch: enabled',
      '\tPartitioner: Murmur3Partitioner',
      '\tSchema versions:',
      `\t\t${id}: [10.0.0.1, 10.0.0.2]`,
      '',
      '\t\tUNREACHABLE: [10.0.0.3]',
      '',
    ),
  );
  expect(sayDescribeCluster(cluster, '2.1.13')).toMatch(
    /\tSnitch: \S+DynamicEndpointSnitch\n\tPartitioner/,
  );
});

test('datacenters of 4.0 share their widths and a blank line stands between them', () => {
  const row = (dc: string, address: string, state: 'normal' | 'joining') => ({
    ...{ liveness: 'up' as const, state, address, loadBytes: 1024 ** 2, tokens: 16 },
    ...{ hostId: id, dc, rack: 'r1' },
  });
  const rows = [
    row('east', '10.0.0.1', 'normal'),
    row('east', '10.0.0.2', 'joining'),
    row('west', '10.0.0.113', 'normal'),
  ];
  const text = sayStatus({ rows }, '4.0.19');
  expect(text).toContain(`UN  10.0.0.1    1 MiB  16      50.0%             ${id}  r1  \n`);
  expect(text).toContain(
    `UJ  10.0.0.2    1 MiB  16      ?                 ${id}  r1  \n\nDatacenter: west`,
  );
  expect(text.endsWith(`UN  10.0.0.113  1 MiB  16      100.0%            ${id}  r1  \n\n`)).toBe(
    true,
  );
});

test('hints of 4.1 name the port of their target', () => {
  const target = { rack: 'r1', dc: 'dc1', status: 'DOWN', newest: '2026-11-24 19:50:23,559' };
  const said = sayListPendingHints(
    { targets: [{ hostId: id, address: '10.0.0.3', files: 12 }] },
    '4.1.10',
    { [id]: { ...target, oldest: '2026-11-24 19:50:20,000' } },
  );
  expect(said.stdout).toBe(
    lines(
      'Host ID                              Address       Rack DC  Status Total files Newest                  Oldest                 ',
      `${id} 10.0.0.3:7000 r1   dc1 DOWN   12          2026-11-24 19:50:23,559 2026-11-24 19:50:20,000`,
    ),
  );
});
