import { expect, test } from 'vitest';
import { guardrails } from '../../src/detect/guardrails.ts';
import { seriesOfEach, withKept, type KeptLooks } from '../../src/detect/kept-looks.ts';
import { findingKey } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { LogEntry, SettingChange } from '../../src/model/readings.ts';
import { failed, look, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function entry(level: LogEntry['level'], time: string, message: string): LogEntry {
  return { level, thread: 'Native-Transport-Requests-1', time, message, exceptions: [] };
}

/** As 4.1.10 and 5.0.8 word them. */
const refuses = (time: string) =>
  entry(
    'ERROR',
    time,
    'Guardrail tables violated: Cannot have more than 3 tables, aborting the creation of table t4',
  );
const warns = (time: string) =>
  entry(
    'WARN',
    time,
    'Guardrail page_size violated: Query for table app.events with page size 5000 exceeds warning threshold of 100.',
  );

function detect(
  entries: readonly LogEntry[],
  newestTime = '2026-11-24 19:00:00,000',
  changes: readonly SettingChange[] = [],
) {
  const log = (time: string, told: readonly LogEntry[]): Answers => ({
    log: { entries: told, newestTime: time, gone: [], changes },
  });
  const before = look(-10, { [node]: log('2026-11-24 18:00:00,000', []) });
  return guardrails.detect(
    [before, look(0, { [node]: log(newestTime, entries) })],
    productionLimits,
  );
}

/** A log in which nothing is added, read every minute. */
function detectQuiet(minutes: number, entries: readonly LogEntry[], newestTime: string) {
  const answers: Answers = { log: { entries, newestTime, gone: [] } };
  const series = looks(minutes * 60, 60, () => ({ [node]: answers }));
  return guardrails.detect(series, productionLimits);
}

test('a log without guardrails has no finding, whatever else it warns of', () => {
  const other = entry('WARN', '2026-11-24 18:59:00,000', 'Some guardrail was violated');
  expect(detect([other])).toEqual({ detector: 'guardrails', findings: [], missing: [] });
});

test('requests that a guardrail refuses are a warning, those it warns of information', () => {
  const { findings } = detect([
    refuses('2026-11-24 18:55:00,100'),
    warns('2026-11-24 18:57:00,000'),
    refuses('2026-11-24 18:58:00,200'),
  ]);
  expect(findings).toMatchObject([
    {
      state: 'FAILED',
      severity: 'warning',
      subject: 'tables',
      summary: 'guardrail tables refuses requests, last told at 2026-11-24 18:58:00',
      evidence: [
        {
          what: 'log at 2026-11-24 18:58:00',
          value: 'Cannot have more than 3 tables, aborting the creation of table t4',
        },
        { value: '2 times' },
      ],
    },
    { state: 'WARNED', severity: 'info', subject: 'page_size' },
  ]);
});

test('what is older than ten minutes by the clock of the log may be over, and is not told', () => {
  expect(detect([refuses('2026-11-24 18:49:59,999')]).findings).toEqual([]);
  expect(detect([refuses('2026-11-24 18:50:00,000')]).findings).toHaveLength(1);
});

test('in a log in which nothing is added, entries grow older with our clock', () => {
  const time = '2026-11-24 19:00:00,000';
  const severities = (minutes: number) =>
    detectQuiet(minutes, [refuses(time)], time).findings.map(({ severity }) => severity);
  expect(severities(1)).toEqual(['warning']);
  expect(severities(10)).toEqual(['warning']);
  expect(severities(11)).toEqual([]);
});

const change = (setting: string, from: string, to: string, second = '58:30'): SettingChange => ({
  ...{ setting, from, to },
  time: `2026-11-24 18:${second},000`,
});

test.each([
  ['raised', [change('tables_fail_threshold', '3', '30')], ['WARNED']],
  ['switched off', [change('tables_fail_threshold', '3', '-1')], ['WARNED']],
  ['of the warning', [change('page_size_warn_threshold', '100', '-1')], ['FAILED']],
  ['before it', [change('tables_fail_threshold', '-1', '3', '57:59')], ['FAILED', 'WARNED']],
  [
    'changed and put back',
    [
      change('tables_fail_threshold', '3', '-1'),
      change('tables_fail_threshold', '-1', '3', '59:00'),
    ],
    ['FAILED', 'WARNED'],
  ],
  [
    'of others',
    [
      change('tables_warn_threshold', '2', '-1'),
      change('page_size_fail_threshold', '5', '-1'),
      change('tables_per_x_fail_threshold', '3', '-1'),
    ],
    ['FAILED', 'WARNED'],
  ],
])('a setting that is another one by now ends what it did: %s', (_, changes, states) => {
  const entries = [warns('2026-11-24 18:57:00,000'), refuses('2026-11-24 18:58:00,000')];
  const { findings } = detect(entries, undefined, changes);
  expect(findings.map(({ state }) => state).toSorted()).toEqual(states);
});

test('a guardrail that is a switch is over when it is switched', () => {
  const told = (name: string) =>
    entry('ERROR', '2026-11-24 18:58:00,000', `Guardrail ${name} violated: not allowed`);
  const found = (name: string, setting: string) =>
    detect([told(name)], undefined, [change(setting, 'false', 'true')]).findings.length;
  expect(found('user_timestamps', 'user_timestamps_enabled')).toBe(0);
  expect(found('drop_truncate_table_enabled', 'drop_truncate_table_enabled')).toBe(0);
  expect(found('secondary_indexes', 'secondary_indexes_per_table_fail_threshold')).toBe(1);
});

test('a watch sees them grow old, too', () => {
  const time = '2026-11-24 19:00:00,000';
  const log: Answers = { log: { entries: [refuses(time)], newestTime: time, gone: [] } };
  const foundAfter = (minutes: number) => {
    const kept = looks(minutes * 60, 60, () => ({ [node]: log })).reduce<KeptLooks>(
      (before, each) =>
        withKept(
          before,
          { look: each, isWhole: false, isMinute: true, idleSince: each.at },
          [guardrails],
          productionLimits,
        ),
      [],
    );
    const series = seriesOfEach(kept, productionLimits)(guardrails);
    return guardrails.detect(series, productionLimits).findings.length;
  };
  expect(foundAfter(10)).toBe(1);
  expect(foundAfter(11)).toBe(0);
});

test('of a log that was read once nobody can tell how old its newest line is: information', () => {
  const time = '2026-11-24 19:00:00,000';
  const once = detectQuiet(0, [refuses(time)], time);
  expect(once).toMatchObject({
    findings: [
      {
        ...{ state: 'FAILED', severity: 'info' },
        summary:
          'guardrail tables refuses requests, last told at 2026-11-24 19:00:00, nothing newer is logged',
      },
    ],
    undecided: [{ state: 'FAILED', node, subject: 'tables', asks: ['log'] }],
  });
  expect(once.undecided?.map(findingKey)).toEqual(once.findings.map(findingKey));
  const later = detectQuiet(0, [refuses('2026-11-24 18:58:00,000')], time);
  expect(later.findings).toMatchObject([
    {
      summary: expect.stringMatching(
        /18:58:00, nothing is logged after 2026-11-24 19:00:00$/,
      ) as string,
    },
  ]);
  expect(detectQuiet(0, [warns(time)], time).undecided).toBeUndefined();
});

test('a log that has been silent for a day tells nothing of now', () => {
  const time = '2026-11-23 05:00:00,000';
  expect(detect([refuses(time)], time).findings).toEqual([]);
});

test('entries without a time are of an unknown age', () => {
  expect(detect([refuses('')], '').findings).toEqual([]);
});

test('a log that did not come is missing; one that nobody can read is said', () => {
  const answer = (log: Answers['log']) =>
    guardrails.detect([look(0, { [node]: { log } as Answers })], productionLimits);
  expect(answer(failed('failed', 'no such file'))).toMatchObject({
    findings: [],
    missing: [{ node, source: 'log', why: 'failed' }],
  });
  expect(answer(failed('unsupported', 'the inventory has no command `log`'))).toMatchObject({
    missing: [],
    notJudged: 'log is not to be had from any node: the inventory has no command `log`',
  });
});
