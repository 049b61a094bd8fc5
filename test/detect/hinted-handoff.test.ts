import { expect, test } from 'vitest';
import { hintedHandoff } from '../../src/detect/hinted-handoff.ts';
import { labLimits, productionLimits } from '../../src/model/limits.ts';
import type { HintedHandoff, LogTail } from '../../src/model/readings.ts';
import { failed, info, look, type Answers } from './series-builder.ts';

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

test.each([
  [599_999, 600_000, ['SHORT-WINDOW']],
  [600_000, 600_000, []],
  [0, 600_000, ['SHORT-WINDOW']],
])('a window of %d ms where %d ms are allowed a node: %j', (windowMs, returnMs, states) => {
  const { findings } = detect(answers({ windowMs }), { ...productionLimits, returnMs });
  expect(findings.map(({ state }) => state)).toEqual(states);
});

test('the window is told in words with the limit it was held against', () => {
  expect(detect(answers({ windowMs: 60_000 }), labLimits).findings).toMatchObject([
    {
      severity: 'warning',
      summary:
        'hints are kept for 60 s only: a node that takes longer to come back misses writes, and 5 min are allowed it',
      evidence: [{ value: 60_000, unit: 'ms', limit: 300_000 }],
    },
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
