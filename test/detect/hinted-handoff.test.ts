import { expect, test } from 'vitest';
import { hintedHandoff } from '../../src/detect/hinted-handoff.ts';
import { labLimits, longestDownMs, productionLimits } from '../../src/model/limits.ts';
import type { HintedHandoff, LogTail } from '../../src/model/readings.ts';
import { cqlLocal, failed, info, look, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const quiet: LogTail = { entries: [], newestTime: '2026-11-24 19:00:00,000', gone: [] };

function answers(change: Partial<HintedHandoff> = {}, log: Partial<LogTail> = {}): Answers {
  return {
    'hinted-handoff': { isEnabled: true, disabledDcs: [], windowMs: 10_800_000, ...change },
    info: info(),
    log: { ...quiet, ...log },
  };
}

function detect(said: Answers, limits = productionLimits) {
  return hintedHandoff.detect([look(0, { [node]: said })], limits);
}

test('a node that keeps hints for all has no finding', () => {
  expect(detect(answers())).toEqual({ detector: 'hinted-handoff', findings: [], missing: [] });
});

test('what a way or a version does not tell is nothing that is off', () => {
  expect(detect(answers({ disabledDcs: undefined, windowMs: undefined })).findings).toEqual([]);
});

test('hinted handoff that is off is a warning, with what switches it on', () => {
  expect(detect(answers({ isEnabled: false, disabledDcs: ['dc2'] })).findings).toEqual([
    expect.objectContaining({
      state: 'OFF',
      severity: 'warning',
      node,
      summary: 'hinted handoff is off: writes that another node misses are not kept for it',
      advice: [
        { on: node, nodetool: ['statushandoff'] },
        { on: node, nodetool: ['enablehandoff'] },
        'and in cassandra.yaml, or the next start undoes it',
        expect.stringMatching(/^repair what was written/) as string,
      ],
    }),
  ]);
});

test('each datacenter without hints is told', () => {
  const { findings } = detect(answers({ disabledDcs: ['dc2', 'dc3'] }));
  expect(findings).toMatchObject([
    { state: 'DC-OFF', severity: 'warning', subject: 'dc2' },
    { state: 'DC-OFF', subject: 'dc3' },
  ]);
  expect(findings[1]?.advice).toContainEqual({ on: node, nodetool: ['enablehintsfordc', 'dc3'] });
});

// 5 min of drain, 2 to stop, twice 15 to install, 1 to start and 10 to come back.
const downMs = 2_880_000;

test.each([
  [downMs - 1, ['SHORT-WINDOW']],
  [downMs, []],
  [0, ['SHORT-WINDOW']],
])('a window of %d ms where a roll may leave a node down for 48 min: %j', (windowMs, states) => {
  expect(longestDownMs(productionLimits)).toBe(downMs);
  const { findings } = detect(answers({ windowMs }));
  expect(findings.map(({ state }) => state)).toEqual(states);
});

test('the window is told in words with the limit it was held against', () => {
  expect(detect(answers({ windowMs: 60_000 }), labLimits).findings).toMatchObject([
    {
      severity: 'warning',
      summary:
        'hints are kept for 60 s only: a node that takes longer to come back misses writes, and a roll may leave one down for 12 min',
      evidence: [{ value: 60_000, unit: 'ms', limit: 720_000 }],
    },
  ]);
});

test.each([
  ['4.0.19', labLimits, { on: node, nodetool: ['setmaxhintwindow', '10800000'] }],
  [
    '4.0.19',
    { ...labLimits, installMs: 7_200_000 },
    { on: node, nodetool: ['setmaxhintwindow', '14880000'] },
  ],
  ['3.11.17', labLimits, 'set MaxHintWindow of StorageProxy by JMX to 10800000 (undo: 60000)'],
])('%s is advised what it has, and enough: %#', (releaseVersion, limits, advised) => {
  const said = { ...answers({ windowMs: 60_000 }), 'cql-local': cqlLocal({ releaseVersion }) };
  const [found] = detect(said, limits).findings;
  expect(found?.advice[0]).toEqual({ on: node, nodetool: ['statushandoff'] });
  expect(found?.advice).toContainEqual(advised);
  const text = JSON.stringify(found?.advice);
  expect(text.includes('setmaxhintwindow')).toBe(releaseVersion.startsWith('4'));
});

test('what is set so is configuration; a pause, which a start ends, is none', () => {
  const all = [
    answers({ isEnabled: false }),
    answers({ disabledDcs: ['dc2'] }),
    answers({ windowMs: 0 }),
    answers({}, { hintsPausedAt: '' }),
  ].flatMap((said) => detect(said).findings);
  expect(all.map(({ state, isConfiguration }) => [state, isConfiguration])).toEqual([
    ['OFF', true],
    ['DC-OFF', true],
    ['SHORT-WINDOW', true],
    ['PAUSED', undefined],
  ]);
});

test('a pause is told by the log, with its time where the layout has it', () => {
  const told = (hintsPausedAt: string) =>
    detect(answers({}, { hintsPausedAt })).findings.map(({ state, summary }) => [state, summary]);
  expect(told('2026-11-24 18:59:01,123')).toEqual([
    [
      'PAUSED',
      'it hands no hints over: paused at 2026-11-24 18:59:01, and not resumed as far as its log says',
    ],
  ]);
  expect(told('')).toEqual([
    ['PAUSED', 'it hands no hints over: paused, and not resumed as far as its log says'],
  ]);
});

test('a node that is drained has paused on its way, and is told elsewhere', () => {
  const drained = {
    ...answers({}, { hintsPausedAt: '2026-11-24 18:59:01,123' }),
    info: info({ nativeTransportActive: false }),
  };
  expect(detect(drained).findings).toEqual([]);
});

test.each([
  ['says nothing', failed('unreachable')],
  ['was not asked', undefined],
])('nor is a node that was stopped called paused: it %s', (_, said) => {
  const all = answers({}, { hintsPausedAt: '2026-11-24 18:59:01,123' });
  const asked = Object.entries(all).filter(([source]) => source !== 'info');
  const stopped: Answers = { ...Object.fromEntries(asked), ...(said ? { info: said } : {}) };
  expect(detect(all).findings).toHaveLength(1);
  expect(detect(stopped).findings).toEqual([]);
});

test('without a log no pause is judged, and without the window not how long hints are kept', () => {
  const unread = { ...answers(), log: failed('unsupported', 'the inventory has no command `log`') };
  expect(detect(unread)).toMatchObject({
    findings: [],
    missing: [],
    notJudged:
      'what only a log tells of a hand-over that is paused, as on 10.0.0.1: the inventory has no command `log`',
  });
  expect(detect(answers({ windowMs: undefined }))).toMatchObject({
    findings: [],
    notJudged:
      'for how long hints are kept, as on 10.0.0.1: its answer does not tell max_hint_window',
  });
});

test('an answer that did not come is missing; a way that nobody has is said', () => {
  const late = { ...answers(), 'hinted-handoff': failed('timed-out') };
  expect(detect(late)).toMatchObject({
    findings: [],
    missing: [{ node, source: 'hinted-handoff', why: 'timed-out' }],
  });
  const none = { ...answers(), 'hinted-handoff': failed('unsupported', 'not offered') };
  expect(detect(none)).toMatchObject({
    missing: [],
    notJudged: 'hinted-handoff is not to be had from any node: not offered',
  });
});
