import { expect, test } from 'vitest';
import { parseHintRows } from '../../src/parse/cql-rows.ts';
import { plainAddress } from '../../src/parse/plain-address.ts';
import { parsers, valueOf } from './parsers.ts';

const ring = (
  row: string,
  header = '--  Address   Load       Tokens  Owns   Host ID                               Rack',
) =>
  `Datacenter: dc 1\n================\nStatus=Up/Down\n|/ State=Normal/Leaving/Joining/Moving\n${header}\n${row}\n\n`;
const id = '96f2331c-48ee-4e4d-9a60-7673579b559c';

test('racks and datacenters with blanks, decimal commas and loads wider than their column', () => {
  const row = `UN  10.0.0.1  1023,97 KiB  256     ?       ${id}  rack a 1`;
  expect(valueOf(parsers.status(ring(row))).rows).toEqual([
    {
      liveness: 'up',
      state: 'normal',
      address: '10.0.0.1',
      loadBytes: 1_048_545,
      tokens: 256,
      hostId: id,
      dc: 'dc 1',
      rack: 'rack a 1',
    },
  ]);
});

test('a load that is not a number is unknown', () => {
  for (const load of ['?', 'NaN bytes', '\uFFFD bytes']) {
    const row = `UN  10.0.0.1  ${load}  256  50.0%  ${id}  rack1`;
    expect(valueOf(parsers.status(ring(row))).rows[0]?.loadBytes).toBeUndefined();
  }
});

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['10.0.0.1:7000', '10.0.0.1'],
  ['/10.0.0.1', '10.0.0.1'],
  ['db1.example/10.0.0.1:7000', '10.0.0.1'],
  ['[2A05:D018:0:0:0:0:0:1]:7000', '2a05:d018:0:0:0:0:0:1'],
  ['2a05:d018:223:f00:b111:3a2:aa5f:2295%eth0', '2a05:d018:223:f00:b111:3a2:aa5f:2295'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2a05::1:2', '2a05:0:0:0:0:0:1:2'],
])('the address of %s is %s', (text, address) => {
  expect(plainAddress(text)).toBe(address);
});

test('tasks without a table stand in their columns', () => {
  const row = (...cells: readonly string[]) =>
    cells.map((cell, at) => cell.padEnd([37, 22, 9, 6, 10, 6, 5, 8][at] ?? 0)).join('');
  const text = [
    'pending tasks: 1',
    '',
    row('id', 'compaction type', 'keyspace', 'table', 'completed', 'total', 'unit', 'progress'),
    row(id, 'Secondary index build', 'ks', 't 1', '0', '0', 'keys', 'n/a'),
    row(id, 'Key cache save', '', '', '10', '20', 'keys', '50.00%'),
    'Active compaction remaining time :        n/a',
    '',
  ].join('\n');
  expect(valueOf(parsers.compactionstats(text)).active).toMatchObject([
    { kind: 'secondary index build', keyspace: 'ks', table: 't 1', completed: 0, total: 0 },
    { kind: 'key cache save', keyspace: '*', table: '*', completed: 10, total: 20 },
  ]);
});

test('tpstats of 3.11 has two columns of dropped messages', () => {
  const text = [
    'Pool Name                         Active   Pending      Completed   Blocked  All time blocked',
    'MutationStage                          1         2              3         4                 5',
    '',
    'Message type           Dropped',
    'READ                         0',
    'MUTATION                    17',
    '',
  ].join('\n');
  expect(valueOf(parsers.tpstats(text))).toEqual({
    pools: [
      { name: 'MutationStage', active: 1, pending: 2, completed: 3, blocked: 4, allTimeBlocked: 5 },
    ],
    dropped: [
      { message: 'READ', count: 0 },
      { message: 'MUTATION', count: 17 },
    ],
  });
});

test('a node that is starting has no table of messages yet', () => {
  const text = 'Mode: STARTING\nNot sending any streams.\n';
  expect(valueOf(parsers.netstats(text))).toEqual({ mode: 'STARTING', streams: [] });
});

test('describecluster of 3.11 knows no release versions', () => {
  const text = [
    'Cluster Information:',
    '\tName: Test: Cluster',
    '\tSnitch: org.apache.cassandra.locator.SimpleSnitch',
    '\tPartitioner: org.apache.cassandra.dht.Murmur3Partitioner',
    '\tSchema versions:',
    '\t\taaa: [10.0.0.1, 10.0.0.2]',
    '',
    '\t\tUNREACHABLE: [10.0.0.3]',
    '',
    '',
  ].join('\n');
  expect(valueOf(parsers.describecluster(text))).toEqual({
    name: 'Test: Cluster',
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    schemaVersions: [{ version: 'aaa', addresses: ['10.0.0.1', '10.0.0.2'] }],
    unreachable: ['10.0.0.3'],
    releaseVersions: undefined,
  });
});

test('gossip of an old node without tokens', () => {
  const text =
    'db/10.0.0.1\n  generation:7\n  heartbeat:8\n  STATUS:1:LEFT,99,100\n  TOKENS: not present\n\n';
  expect(valueOf(parsers.gossipinfo(text)).endpoints).toEqual([
    expect.objectContaining({
      address: '10.0.0.1',
      generation: 7,
      status: 'LEFT',
      schema: undefined,
      netVersion: undefined,
      rpcReady: undefined,
    }),
  ]);
});

test.each([
  ['Current compaction throughput: 0 MB/s\n', 0],
  ['Current compaction throughput: 16 MB/s\n', 16],
  ['64.5 MiB/s\n', 64.5],
  ['Current compaction throughput: 64.5 MiB/s\n', 64.5],
  ['Current compaction throughput: 9.765625E-4 MiB/s\n', 1 / 1024],
  [
    'Current compaction throughput: 64 MiB/s\nCurrent compaction throughput (1 minute): 3 MiB/s\n',
    64,
  ],
])('%j is a throttle of %s MiB/s', (text, rate) => {
  expect(valueOf(parsers.getcompactionthroughput(text)).mebibytesPerSecond).toBe(rate);
});

test('hints are listed by target', () => {
  const text = [
    'Host ID                              Address   Rack DC  Status Total files Newest                  Oldest                 ',
    `${id.toUpperCase()} 127.0.1.3 r 3  dc1 DOWN   12          2026-11-24 19:50:23,559 2026-11-24 19:50:20,000`,
    '',
  ].join('\n');
  expect(valueOf(parsers.listpendinghints(text))).toEqual({
    targets: [{ hostId: id, address: '127.0.1.3', files: 12 }],
  });
});

test('hints for a node that gossip has forgotten have no address, as in CQL', () => {
  const text = [
    'Host ID                              Address Rack    DC      Status  Total files Newest                  Oldest                 ',
    `${id}         Unknown Unknown Unknown 12          2026-11-24 19:50:23,559 2026-11-24 19:50:20,000`,
    '',
  ].join('\n');
  const { targets } = valueOf(parsers.listpendinghints(text));
  expect(targets).toEqual([{ hostId: id, address: '?', files: 12 }]);
  const row = { host_id: id, address: null, files: 12 };
  expect(valueOf(parseHintRows([row])).targets).toEqual(targets);
});

test('a ring of one token, a rack with a bracket, and -pp', () => {
  const detail = 'EndpointDetails(host:10.0.0.1:7000, datacenter:dc1, rack:r(1), a)';
  const text = `Schema Version:x\nTokenRange: \n\tTokenRange(start_token:1, end_token:1, endpoints:[10.0.0.1:7000], rpc_endpoints:[10.0.0.1], endpoint_details:[${detail}])\n`;
  expect(valueOf(parsers.describering(text))).toEqual([
    { start: '1', end: '1', replicas: [{ address: '10.0.0.1', dc: 'dc1', rack: 'r(1), a' }] },
  ]);
});

test('bare NaN and Infinity are no reason to give up, nor is NaN inside a string', () => {
  const text =
    '{ "beans" : [ { "name" : "a:type=B,name=X", "V" : NaN, "W" : -Infinity }, { "name" : "m:type=Table,keyspace=ks,scope=NaN,name=LiveSSTableCount", "Value" : 3 } ] }\n';
  expect(valueOf(parsers['sjk-mxdump--live-sstable-count'](text)).tables).toEqual([
    { keyspace: 'ks', table: 'NaN', liveSSTables: 3 },
  ]);
});
