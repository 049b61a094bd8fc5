import { describe, expect, test } from 'vitest';
import type { LogEntry, LogTail } from '../../src/model/host-readings.ts';
import { failed, info, type Answers } from './series-builder.ts';
import { calm, detect, node, watched } from './stalled-series.ts';

const thread = 'CompactionExecutor:1';
const data = '/data/app/events-c50f9980ebc311f18b14a9905d732acc/nb-1-big-Data.db';

function entry(seconds: number, message: string, ...exceptions: readonly string[]): LogEntry {
  const time = `2026-11-29 07:00:${String(seconds).padStart(2, '0')},000`;
  return { level: 'ERROR', thread, time, message, exceptions };
}

const noSpace = (seconds: number) =>
  entry(
    seconds,
    'Not enough space for compaction, estimated sstables = 1, expected write size = 9',
  );
const corrupt = (seconds: number) =>
  entry(
    seconds,
    'Exception in thread Thread[CompactionExecutor:1,5,CompactionExecutor]',
    `org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: ${data}`,
  );
const bug = (seconds: number) =>
  entry(
    seconds,
    'Exception in thread Thread[CompactionExecutor:1,5,main]',
    'java.lang.NullPointerException',
  );

const answers = (aborted: number, exceptions: number, ...entries: readonly LogEntry[]) =>
  ({
    'aborted-compactions': { aborted, reduced: 0 },
    info: info({ exceptions }),
    log: tail(entries),
  }) satisfies Answers;

function tail(entries: readonly LogEntry[], ...gone: readonly string[]): LogTail {
  return { entries, newestTime: entries.at(-1)?.time ?? '', gone };
}

/** What is asked at the ends of a look of 90 s. */
const ends = (first: Answers, last: Answers) =>
  watched(90, (second) => (second === 0 ? first : second === 90 ? last : {}));
const failing = (first: Answers, last: Answers) =>
  detect(ends(first, last)).findings.filter(({ state }) => state === 'FAILING');

describe('out of space', () => {
  test('aborted compactions that rise are critical, with what the log says', () => {
    expect(failing(answers(2, 2), answers(5, 5, noSpace(3), noSpace(30)))).toMatchObject([
      {
        severity: 'critical',
        node,
        summary: 'compactions fail: there is not enough space on the disk',
        evidence: [
          { what: 'aborted compactions rose by 3 in 90 s', value: 5 },
          { what: 'log at 2026-11-29 07:00:30,000' },
        ],
        causes: [{ id: 'no-space', confidence: 'likely', speaksFor: { length: 2 } }],
      },
    ]);
  });

  test('a disk that is nearly full speaks for it, too', () => {
    const mounts = [{ device: 'vda', mount: '/data', totalBytes: 100, availableBytes: 2 }];
    const found = failing({ ...answers(2, 2), 'file-systems': { mounts } }, answers(3, 3));
    expect(found[0]?.causes?.[0]?.speaksFor).toContain('2 % free on /data');
  });

  test('so they are without a log to read', () => {
    const silent = { log: failed('unsupported') } as Answers;
    const found = failing({ ...answers(2, 2), ...silent }, { ...answers(3, 3), ...silent });
    expect(found).toMatchObject([{ severity: 'critical', causes: [{ id: 'no-space' }] }]);
  });

  test('after a restart the counter begins anew', () => {
    expect(failing(answers(5, 0), answers(0, 0))).toEqual([]);
    expect(failing(answers(5, 0), answers(1, 0))).toMatchObject([
      { evidence: [{ what: 'aborted compactions rose by 1 in 90 s' }] },
    ]);
  });

  test('so is a disk that was full while it wrote, as far as the log tells', () => {
    const full = entry(
      5,
      'Exception in thread Thread[CompactionExecutor:1,5,main]',
      'FSWriteError: java.io.IOException: No space left on device',
    );
    const { findings } = detect(watched(0, () => answers(0, 1, full)));
    expect(findings).toMatchObject([{ state: 'FAILING', causes: [{ id: 'no-space' }] }]);
  });

  test('what only the log tells may be over', () => {
    expect(failing(answers(2, 2, noSpace(1)), answers(2, 2, noSpace(1)))).toMatchObject([
      {
        severity: 'info',
        summary: expect.stringMatching(/; its log alone tells of it$/) as string,
      },
    ]);
  });

  test('the entry that names the table speaks for those that do not', () => {
    const named = entry(
      3,
      `insufficient space to compact all requested files. BigTableReader(path='${data}')`,
    );
    const found = failing(answers(0, 0), answers(1, 1, named, noSpace(3)));
    expect(found.map(({ subject }) => subject)).toEqual(['app.events']);
  });
});

describe('a broken SSTable', () => {
  test('is critical when it is met while we look', () => {
    expect(failing(answers(0, 0), answers(0, 1, corrupt(5)))).toMatchObject([
      {
        severity: 'critical',
        subject: 'app.events',
        causes: [{ id: 'corrupt-sstable' }],
        advice: [
          { command: 'log' },
          expect.stringMatching(/^restart the node: until then scrub/),
          { nodetool: ['scrub', 'app', 'events'] },
          expect.stringMatching(/^then repair/),
          expect.stringMatching(/^it is told until the node is restarted/),
        ],
      },
    ]);
  });

  test('stays a warning: nothing else tells of it from then on', () => {
    expect(failing(answers(0, 1, corrupt(5)), answers(0, 1, corrupt(5)))).toMatchObject([
      { severity: 'warning', subject: 'app.events' },
    ]);
    const { findings } = detect(watched(0, () => answers(0, 1, corrupt(5))));
    expect(findings).toMatchObject([
      {
        ...{ state: 'FAILING', severity: 'warning' },
        summary: expect.stringMatching(
          /; its log alone tells of it, since 2026-11-29 07:00:05$/,
        ) as string,
      },
    ]);
  });

  test('that is told again is told since the first time', () => {
    const { findings } = detect(watched(0, () => answers(0, 1, corrupt(5), corrupt(40))));
    expect(findings).toMatchObject([
      {
        summary: expect.stringMatching(/since 2026-11-29 07:00:05$/) as string,
        evidence: [{}, { what: 'log at 2026-11-29 07:00:40,000' }],
      },
    ]);
  });

  const shown = (log: LogTail) =>
    detect(watched(0, () => ({ ...answers(0, 1), log }))).findings.map(({ severity }) => severity);

  test('that was scrubbed or deleted is not told any more, another of the table is', () => {
    const file = data.replace('-Data.db', '');
    expect(shown(tail([corrupt(5)], file))).toEqual([]);
    const other = entry(
      6,
      'Exception in thread Thread[CompactionExecutor:1,5,x]',
      `FSReadError in ${data.replace('nb-1', 'nb-2')}`,
    );
    expect(shown(tail([corrupt(5), other], file))).toEqual(['warning']);
  });
});

describe('any other exception', () => {
  test('of a compaction is critical while exceptions rise', () => {
    expect(failing(answers(0, 1), answers(0, 2, bug(5)))).toMatchObject([
      { severity: 'critical', causes: [{ id: 'exception' }] },
    ]);
  });

  test('that was there before, or of another thread, or on purpose, is none', () => {
    expect(failing(answers(0, 1, bug(5)), answers(0, 2, bug(5)))).toEqual([]);
    const elsewhere = {
      ...bug(5),
      thread: 'ReadStage-1',
      message: 'Exception in thread ReadStage-1',
    };
    expect(failing(answers(0, 1), answers(0, 2, elsewhere))).toEqual([]);
    const stopped = entry(
      5,
      'Exception in thread Thread[CompactionExecutor:1,5,main]',
      'org.apache.cassandra.db.compaction.CompactionInterruptedException: Compaction interrupted',
    );
    expect(failing(answers(0, 1), answers(0, 2, stopped))).toEqual([]);
    const query = `Slow query SELECT * FROM a WHERE b = 'CorruptSSTableException in compaction of c.d'`;
    const ofClient = { ...entry(5, query), thread: 'Native-Transport-Requests-1' };
    expect(failing(answers(0, 1), answers(0, 2, ofClient))).toEqual([]);
    const scrubbed = { ...corrupt(5), level: 'WARN' } as const;
    expect(failing(answers(0, 1), answers(0, 1, scrubbed))).toEqual([]);
    const warned = { ...bug(5), level: 'WARN' } as const;
    expect(failing(answers(0, 1), answers(0, 2, warned))).toEqual([]);
  });
});

test('a calm node is silent', () => {
  expect(failing(answers(3, 4), answers(3, 4))).toEqual([]);
});

test('counters and log that were asked for and did not come are missing', () => {
  const { findings, missing } = detect(
    watched(90, () =>
      calm({ 'aborted-compactions': failed('timed-out'), log: failed('failed', 'no such file') }),
    ),
  );
  expect(findings).toEqual([]);
  expect(missing.map(({ source }) => source)).toEqual(['aborted-compactions', 'log']);
});
