import { expect, test } from 'vitest';
import { ioSpike } from '../../src/detect/io-spike.ts';
import { wholeDisks } from '../../src/detect/io/whole-disks.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { SourceValues } from '../../src/model/snapshot.ts';
import { controlGroup, device, failed, looks, ring, task, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const mebibyte = 1024 * 1024;

/** A device that hurts and moves 100 MiB/s, of which these moved so many. */
interface Moves {
  readonly own?: number;
  readonly compaction?: number;
  readonly flush?: number;
  readonly stream?: number;
}

function answersOf({ own, compaction = 0, flush = 0, stream = 0 }: Moves, second: number): Answers {
  const moved = (rate: number) => rate * mebibyte * second;
  return {
    status: ring({ [node]: 'up' }),
    disks: {
      devices: [device(1_000 * second, 40, { readBytes: 0, writtenBytes: moved(100) })],
    },
    'io-pressure': { someAvg10: 60, fullAvg10: 10 },
    'process-io':
      own === undefined
        ? failed('unsupported', 'Permission denied')
        : { readBytes: moved(own) / 2, writtenBytes: moved(own) / 2 },
    'disk-activity': {
      ...{ compactedBytes: 0, compactionWrittenBytes: 0, flushedBytes: moved(flush) },
      ...{ streamedInBytes: moved(stream), streamedOutBytes: 0 },
    },
    // Read, and written again.
    compactionstats: {
      pendingTasks: 1,
      active: compaction > 0 ? [task(moved(compaction) / 2)] : [],
    },
  };
}

function finding(moves: Moves, seconds = 60) {
  const series = looks(seconds, 10, (second) => ({ [node]: answersOf(moves, second) }));
  return ioSpike.detect(series, productionLimits).findings[0];
}

test('another process is named, and what Cassandra does ruled out', () => {
  const found = finding({ own: 3, compaction: 1 });
  expect(found?.causes).toMatchObject([
    {
      id: 'other-process',
      confidence: 'likely',
      speaksFor: ['what is not Cassandra moves 97 MiB/s of 100 MiB/s of nvme0n1'],
    },
  ]);
  expect(found?.ruledOut?.map(({ id }) => id)).toEqual(['compaction', 'flush', 'streaming']);
  expect(found?.evidence).toContainEqual({
    what: 'of it, other processes',
    value: '97 MiB/s (97 %)',
  });
});

test.each([
  ['compaction', { own: 90, compaction: 80 }],
  ['flush', { own: 90, flush: 70 }],
  ['streaming', { own: 90, stream: 60 }],
] as const)('%s that moves most of the bytes is likely', (id, moves) => {
  const found = finding(moves);
  expect(found?.causes).toMatchObject([{ id, confidence: 'likely' }]);
  expect(found?.ruledOut).toContainEqual({
    id: 'other-process',
    title: 'another process on the machine',
    because: 'Cassandra moves 90 MiB/s of 100 MiB/s of nvme0n1',
  });
});

test('what a compaction had done before it was looked at is not of this time', () => {
  const series = looks(60, 10, (second) => {
    const told = answersOf({ own: 90 }, second);
    const isOver = second >= 30;
    return {
      [node]: {
        ...told,
        'disk-activity': {
          ...{ compactedBytes: isOver ? 500_000 * mebibyte : 0, compactionWrittenBytes: 0 },
          ...{ flushedBytes: 0, streamedInBytes: 0, streamedOutBytes: 0 },
        },
        compactionstats: {
          pendingTasks: 0,
          active: isOver ? [] : [task(499_900 * mebibyte + second)],
        },
      },
    };
  });
  const [found] = ioSpike.detect(series, productionLimits).findings;
  // 100 MiB were left: read, and written again.
  expect(found?.evidence).toContainEqual({
    what: 'compactions, before compression',
    value: '3.3 MiB/s (3.3 %)',
  });
});

test('nobody is likely who moved less than half of the bytes; the rest is told as unexplained', () => {
  const found = finding({ own: 90, compaction: 30 });
  expect(found?.causes).toMatchObject([{ id: 'compaction', confidence: 'possible' }]);
  expect(found?.evidence).toContainEqual({
    what: 'this node, unexplained (commit log, reads, hints)',
    value: '60 MiB/s (60 %)',
  });
});

test('where the process is not seen nobody else is accused', () => {
  const found = finding({ compaction: 1 });
  expect(found?.causes).toEqual([]);
  expect(found?.ruledOut?.map(({ id }) => id)).not.toContain('other-process');
  expect(found?.evidence).toContainEqual({ what: 'of it, this node', value: 'not seen' });
});

test('a few seconds are not compared: page caches write late', () => {
  expect(finding({ own: 3 }, 10)).not.toHaveProperty('causes');
});

test('nodes of one machine are added up', () => {
  const [one, two] = ['127.0.0.1', '127.0.0.2'] as const;
  const series = looks(60, 10, (second) => ({
    [one]: answersOf({ own: 30 }, second),
    [two]: answersOf({ own: 60, compaction: 55 }, second),
  }));
  const { findings } = ioSpike.detect(series, productionLimits);
  expect(findings).toMatchObject([{ node: one, causes: [] }]);
  expect(findings[0]?.evidence).toContainEqual({
    what: 'of it, all nodes of the machine',
    value: '90 MiB/s (90 %)',
  });
});

/** The device that hurts, with others beside it that moved so many MiB/s. */
function besideOthers(moves: Moves, others: Readonly<Record<string, number>>) {
  const series = looks(60, 10, (second) => {
    const told = answersOf(moves, second) as { readonly disks: SourceValues['disks'] };
    const more = Object.entries(others).map(([name, rate]) =>
      device(20 * second, 1, { name, readBytes: 0, writtenBytes: rate * mebibyte * second }),
    );
    return { [node]: { ...told, disks: { devices: [...told.disks.devices, ...more] } } };
  });
  return ioSpike.detect(series, productionLimits).findings[0];
}

test('with a second disk Cassandra’s bytes may be there: nobody is accused, and it is said', () => {
  const found = besideOthers({ own: 90, compaction: 80 }, { sdb: 100 });
  expect(found?.causes).toMatchObject([{ id: 'compaction', confidence: 'possible' }]);
  expect(found?.ruledOut?.map(({ id }) => id)).not.toContain('other-process');
  expect(found?.evidence).toEqual(
    expect.arrayContaining([
      { what: 'disks that moved anything', value: 'nvme0n1, sdb' },
      { what: 'all of them together', value: '200 MiB/s' },
      { what: 'on any disk, this node', value: '90 MiB/s (45 %)' },
      { what: 'of it, other processes', value: '10 MiB/s (10 %) to 100 MiB/s (100 %)' },
    ]),
  );
});

test('what is more than Cassandra moved on all disks was another process', () => {
  const found = besideOthers({ own: 30 }, { sdb: 100 });
  expect(found?.causes).toMatchObject([
    {
      id: 'other-process',
      speaksFor: ['what is not Cassandra moves at least 70 MiB/s of 100 MiB/s of nvme0n1'],
    },
  ]);
});

test('where Cassandra moved nearly all on all disks nobody else did', () => {
  const found = besideOthers({ own: 190, compaction: 80 }, { sdb: 100 });
  expect(found?.ruledOut).toContainEqual({
    id: 'other-process',
    title: 'another process on the machine',
    because: 'Cassandra moves 190 MiB/s of 200 MiB/s of nvme0n1, sdb',
  });
});

test.each(['dm-0', 'md127', 'bcache0', 'nvme0c1n1'])(
  'the bytes of %s, which lies on the disk, are not counted twice',
  (name) => {
    const found = besideOthers({ own: 90, compaction: 80 }, { [name]: 99 });
    expect(found?.causes).toMatchObject([{ id: 'compaction', confidence: 'likely' }]);
    expect(found?.evidence).toContainEqual({ what: 'of it, this node', value: '90 MiB/s (90 %)' });
  },
);

test('where only what lies on disks is seen, the disks are told as not seen', () => {
  const series = looks(60, 10, (second) => {
    const told = answersOf({ own: 90 }, second);
    const written = { readBytes: 0, writtenBytes: 100 * mebibyte * second };
    return {
      [node]: {
        ...told,
        disks: { devices: [device(1_000 * second, 40, { name: 'dm-0', ...written })] },
      },
    };
  });
  const [found] = ioSpike.detect(series, productionLimits).findings;
  expect(found?.evidence).toContainEqual({ what: 'disks', value: 'not seen' });
  expect(found?.ruledOut?.map(({ id }) => id)).not.toContain('other-process');
});

test('a counter that was reset leaves the disks unknown', () => {
  const from = { at: 0, value: { devices: [device(100, 1)] } };
  const to = { at: 20_000, value: { devices: [device(50, 1)] } };
  expect(wholeDisks(from, to)).toBeUndefined();
  expect(wholeDisks(from, from)).toBeUndefined();
});

test('how much the node’s own control group waits for the disk is told beside whose bytes they are', () => {
  const series = looks(60, 10, (second) => ({
    [node]: {
      ...answersOf({ own: 3 }, second),
      cgroup: { ...controlGroup(), ioPressure: { someAvg10: 33.31, fullAvg10: 5 } },
    },
  }));
  const [found] = ioSpike.detect(series, productionLimits).findings;
  expect(found?.evidence).toContainEqual({
    what: 'I/O pressure of its own control group',
    value: 33.3,
    unit: '%',
  });
  expect(finding({ own: 3 })?.evidence.map(({ what }) => what)).not.toContain(
    'I/O pressure of its own control group',
  );
});
