import { expect, test } from 'vitest';
import {
  parseLargestPartitions,
  parseLatencies,
  parseNodeClock,
  parseRepairSessions,
  parseTombstones,
} from '../../src/parse/cql-views.ts';
import {
  parseJmxActivity,
  parseJmxCollectors,
  parseJmxWritePath,
} from '../../src/parse/jmx-activity.ts';
import { parseProcIo } from '../../src/parse/proc-io.ts';
import { valueOf } from './parsers.ts';

const unreadable = expect.objectContaining({ kind: 'unreadable' }) as unknown;
const table = { keyspace_name: 'app', table_name: 'events' };

test('/proc/<pid>/io tells what the disks were asked for', () => {
  const text = 'rchar: 6976\nwchar: 9\nsyscr: 1\nsyscw: 2\nread_bytes: 4096\nwrite_bytes: 8192\n';
  expect(valueOf(parseProcIo(`${text}cancelled_write_bytes: 7\n`))).toEqual({
    readBytes: 4096,
    writtenBytes: 8192,
  });
  for (const bad of ['', text.slice(0, -4), text.replace('4096', '-'), 'read_bytes: 1\n']) {
    expect(parseProcIo(bad)).toEqual(unreadable);
  }
});

test('a clock is compared with the middle of the question', () => {
  const asked = { fromMs: 1_000, untilMs: 1_040 };
  expect(valueOf(parseNodeClock([{ node_time: 1_120 }], asked))).toEqual({
    aheadMs: 100,
    uncertaintyMs: 20,
  });
  expect(parseNodeClock([], asked)).toEqual(unreadable);
  expect(parseNodeClock([{ node_time: 'now' }], asked)).toEqual(unreadable);
});

test('repair sessions are open until they are finalized or have failed', () => {
  const row = { parent_id: 'AA', coordinator: '10.0.0.2', last_update: 17 };
  const states = [0, 1, 2, 3, 4, 5].map((state) => ({ ...row, state }));
  const { sessions } = valueOf(parseRepairSessions(states));
  expect(sessions.map(({ isOpen }) => isOpen)).toEqual([true, true, true, true, false, false]);
  expect(sessions[0]).toEqual({
    id: 'aa',
    coordinator: '10.0.0.2',
    isOpen: true,
    lastUpdateMs: 17,
  });
  expect(parseRepairSessions([{ ...row, state: null }])).toEqual(unreadable);
});

test('tables of partitions, tombstones and latencies', () => {
  const app = { keyspace: 'app', table: 'events' };
  expect(valueOf(parseLargestPartitions([{ ...table, mebibytes: 3 }]))).toEqual({
    tables: [{ ...app, mebibytes: 3 }],
  });
  const read = { ...table, count: 9, max: 4, p50th: 1, p99th: 2 };
  expect(valueOf(parseTombstones([read]))).toEqual({
    tables: [{ ...app, reads: 9, p99: 2, max: 4 }],
  });
  const latency = { ...table, count: 9, max_ms: 4, p50th_ms: 0.5, p99th_ms: 3, per_second: 1.5 };
  expect(valueOf(parseLatencies([latency]))).toEqual({
    tables: [{ ...app, perSecond: 1.5, p50Ms: 0.5, p99Ms: 3 }],
  });
  for (const parse of [parseLargestPartitions, parseTombstones, parseLatencies]) {
    expect(parse([table])).toEqual(unreadable);
  }
});

test('beans that count bytes; nothing was streamed where there is no meter of it', () => {
  const said = { compactedBytes: 5, compactionWrittenBytes: 4, flushedBytes: 3n };
  const none = { streamedInBytes: undefined, streamedOutBytes: undefined };
  expect(valueOf(parseJmxActivity({ ...said, ...none }))).toEqual({
    ...{ compactedBytes: 5, compactionWrittenBytes: 4, flushedBytes: 3 },
    ...{ streamedInBytes: 0, streamedOutBytes: 0 },
  });
  expect(parseJmxActivity({ ...said, ...none, flushedBytes: 'much' })).toEqual(unreadable);
});

test('waits are milliseconds, and none before the first', () => {
  const said = { commitWaits: 2, commitWaitP95Us: 1_500_000, segmentWaits: 1, memtableWaits: 0 };
  expect(valueOf(parseJmxWritePath(said))).toMatchObject({
    commitWaits: 2,
    commitWaitP95Ms: 1_500,
  });
  const none = { ...said, commitWaits: 0, commitWaitP95Us: Number.NaN };
  expect(valueOf(parseJmxWritePath(none)).commitWaitP95Ms).toBeUndefined();
  expect(parseJmxWritePath({ ...said, memtableWaits: undefined })).toEqual(unreadable);
});

test('collectors by name', () => {
  const bean = 'java.lang:name=G1 Young Generation,type=GarbageCollector';
  expect(valueOf(parseJmxCollectors([[bean, 3]], [[bean, 40n]]))).toEqual({
    collectors: [{ name: 'G1 Young Generation', collections: 3, timeMs: 40 }],
  });
  expect(parseJmxCollectors([], [])).toEqual(unreadable);
  expect(parseJmxCollectors([[bean, 3]], [])).toEqual(unreadable);
  expect(parseJmxCollectors([['java.lang:type=GarbageCollector', 3]], [])).toEqual(unreadable);
});
