import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/model/host-readings.ts';
import type { Limits } from '../../src/model/limits.ts';
import { labLimits, productionLimits } from '../../src/model/limits.ts';
import { stalledCompaction } from '../../src/detect/stalled-compaction.ts';
import { failed, info, start, type Answers } from './series-builder.ts';
import { node, watched } from './stalled-series.ts';

/** As a log has it, so many seconds after the first look, in a zone so many hours from UTC. */
function logTime(seconds: number, zoneHours = 0): string {
  const at = start + seconds * 1_000 + zoneHours * 3_600_000;
  return new Date(at).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
}

const noSpace = 'Not enough space for compaction, estimated sstables = 1, expected write size = 9';
const bug = 'java.lang.NullPointerException';

function entry(time: string, exception = `java.lang.RuntimeException: ${noSpace}`): LogEntry {
  const message = 'Exception in thread Thread[CompactionExecutor:1,5,CompactionExecutor]';
  return { level: 'ERROR', thread: 'CompactionExecutor:1', time, message, exceptions: [exception] };
}

const counted = (aborted: number, exceptions = aborted): Answers => ({
  'aborted-compactions': { aborted, reduced: 0 },
  info: info({ exceptions }),
});

const log = (entries: readonly LogEntry[], newestTime = entries.at(-1)?.time ?? ''): Answers => ({
  log: { entries, newestTime, gone: [] },
});

/** Watched for so long, with answers that stay or depend on the second. */
function judge(
  seconds: number,
  answers: Answers | ((second: number) => Answers),
  limits: Limits = productionLimits,
) {
  const at = typeof answers === 'function' ? answers : () => answers;
  const { findings, undecided } = stalledCompaction.detect(watched(seconds, at), limits);
  return {
    failing: findings.filter(({ state }) => state === 'FAILING').map(({ severity }) => severity),
    undecided,
  };
}

const fresh = { ...counted(3), ...log([entry(logTime(-10))]) };

describe('a compaction that failed a moment ago', () => {
  test('is undecided for a single look and for looks seconds apart', () => {
    const undecided = [
      {
        ...{ detector: 'stalled-compaction', state: 'FAILING', node },
        what: 'a compaction failed at 2026-11-24 18:59:50 for want of space',
        asks: ['aborted-compactions', 'info', 'log'],
      },
    ];
    expect(judge(0, fresh).undecided).toEqual(undecided);
    expect(judge(20, fresh).undecided).toEqual(undecided);
  });

  test('is FAILING once it is seen to fail again', () => {
    const again = (second: number) =>
      second < 50 ? fresh : { ...counted(4), ...log([entry(logTime(-10)), entry(logTime(50))]) };
    expect(judge(50, again)).toEqual({ failing: ['critical'], undecided: undefined });
  });

  test('is over when it is not within a minute', () => {
    expect(judge(60, fresh).undecided).toHaveLength(1);
    expect(judge(70, fresh)).toEqual({ failing: ['info'], undecided: undefined });
  });

  test('is looked at no longer than a gate waits', () => {
    expect(judge(50, fresh, labLimits).undecided).toHaveLength(1);
    expect(judge(60, fresh, labLimits).undecided).toBeUndefined();
    expect(judge(30, fresh, { ...labLimits, gateWaitMs: 30_000 }).undecided).toBeUndefined();
  });

  test('by another exception is undecided, too, with its table', () => {
    const path = 'at /data/app/events-c50f9980ebc311f18b14a9905d732acc/nb-1-big-Data.db';
    const thrown = { ...counted(0, 3), ...log([entry(logTime(-10), `${bug} ${path}`)]) };
    expect(judge(0, thrown).undecided).toMatchObject([
      { subject: 'app.events', what: expect.stringMatching(/in an exception$/) as string },
    ]);
  });

  test('before 4.0, where nothing counts it as aborted, is told by the exceptions of the node', () => {
    const old = (second: number): Answers => ({
      'aborted-compactions': failed('unsupported'),
      info: info({ exceptions: second < 50 ? 3 : 4 }),
      ...log([logTime(-10), ...(second < 50 ? [] : [logTime(50)])].map((time) => entry(time))),
    });
    expect(judge(0, old).undecided).toHaveLength(1);
    expect(judge(50, old)).toEqual({ failing: ['critical'], undecided: undefined });
  });
});

describe('is not undecided', () => {
  test.each<[string, Answers]>([
    ['an entry that newer lines of the log left behind', log([entry(logTime(-400))], logTime(-10))],
    ['one that is old in every zone of the world', log([entry(logTime(-14 * 3_600))])],
    ['one without a time', log([entry('')])],
    ['a log without entries', log([], logTime(-10))],
    ['a log that is missing', { log: failed('failed', 'no such file') }],
    ['a log that nobody reads', { log: failed('unsupported') }],
  ])('%s', (_, answers) => {
    expect(judge(0, { ...counted(3), ...answers }).undecided).toBeUndefined();
  });

  test('a broken SSTable, which is told at once', () => {
    const path = '/data/app/events-c50f9980ebc311f18b14a9905d732acc/nb-1-big-Data.db';
    const broken = entry(logTime(-10), `CorruptSSTableException: Corrupted: ${path}`);
    expect(judge(0, { ...counted(0, 1), ...log([broken]) })).toEqual({
      failing: ['warning'],
      undecided: undefined,
    });
  });
});

test.each([-12, 0, 14])('a log %i hours from UTC is read by its own clock', (hours) => {
  const newest = logTime(-5, hours);
  const local = log([entry(logTime(-10, hours))], newest);
  expect(judge(0, { ...counted(3), ...local }).undecided).toHaveLength(1);
  const stale = log([entry(logTime(-900, hours))], newest);
  expect(judge(0, { ...counted(3), ...stale }).undecided).toBeUndefined();
});
