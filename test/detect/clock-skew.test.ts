import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockSkew } from '../../src/detect/clock-skew.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { median } from '../../src/model/median.ts';
import { failed, look, type Answers } from './series-builder.ts';

const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] as const;

function detect(clocks: readonly Answers['node-clock'][]) {
  const nodes = clocks.map((clock, i) => [addresses[i], clock ? { 'node-clock': clock } : {}]);
  return clockSkew.detect(
    [look(0, Object.fromEntries(nodes) as Readonly<Record<string, Answers>>)],
    productionLimits,
  );
}

const ahead = (aheadMs: number, uncertaintyMs = 2) => ({ aheadMs, uncertaintyMs });

test('clocks that agree are healthy, however far ours is from them', () => {
  expect(detect([ahead(9_000), ahead(9_004), ahead(8_998)])).toEqual({
    detector: 'clock-skew',
    findings: [],
    missing: [],
  });
});

test.each([
  [200, 'info', '200 ms ahead of'],
  [-200, 'info', '200 ms behind'],
  [4_000, 'warning', '4000 ms ahead of'],
])('a clock %d ms off is %s', (off, severity, words) => {
  expect(detect([ahead(0), ahead(off), ahead(0)]).findings).toMatchObject([
    { node: '10.0.0.2', severity, summary: `its clock is ${words} the others'` },
  ]);
});

test('what a slow answer hides is not called a difference', () => {
  expect(detect([ahead(0), ahead(400, 380), ahead(0)]).findings).toEqual([]);
});

test('two that answer slowly accuse none that answered at once, nor is one of them accused', () => {
  expect(detect([ahead(0, 30), ahead(1_920, 2_000), ahead(1_920, 2_000)])).toMatchObject({
    findings: [],
    notJudged: 'answers took so long that the clock of any node is known to within 2030 ms only',
  });
});

test('one that answers slowly takes nothing from what is known of the others', () => {
  const { findings, notJudged } = detect([ahead(0), ahead(500, 4_000), ahead(0), ahead(3_000)]);
  expect(findings).toMatchObject([
    {
      node: '10.0.0.4',
      severity: 'warning',
      evidence: [{ what: 'difference from the median' }, { what: 'known to within', unit: 'ms' }],
    },
  ]);
  expect(notJudged).toMatch(/the clock of 10\.0\.0\.2 is known to within \d+(\.\d)? ms only$/);
});

test('a difference that is certain is told, by as much as it is certain', () => {
  const { findings } = detect([ahead(0, 100), ahead(1_500, 100), ahead(0, 100)]);
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      evidence: [
        { value: 1_500, unit: 'ms', limit: 50 },
        { value: 200, unit: 'ms' },
      ],
    },
  ]);
  expect(detect([ahead(0, 300), ahead(1_500, 300), ahead(0, 300)]).findings).toMatchObject([
    { severity: 'info' },
  ]);
});

test('of two that differ nobody can say which is right', () => {
  expect(detect([ahead(0), ahead(4_000)]).findings).toEqual([]);
});

test('an answer that did not come is missing, and one that was not asked is said', () => {
  const { missing, findings } = detect([ahead(0), failed('timed-out'), ahead(0)]);
  expect(missing).toMatchObject([{ node: '10.0.0.2', source: 'node-clock', why: 'timed-out' }]);
  expect(findings).toEqual([]);
  expect(detect([undefined, undefined, undefined])).toMatchObject({
    notJudged: 'node-clock was not asked of any node',
  });
});

test('of any clocks each is compared with the median of all, itself and the others at their ends', () => {
  const clocks = fc.array(fc.tuple(fc.integer({ min: -9_000, max: 9_000 }), fc.nat(3_000)), {
    minLength: 3,
    maxLength: 4,
  });
  fc.assert(
    fc.property(clocks, (told) => {
      const certain = told.flatMap(([own, within], i) => {
        const [least, most] = ([-1, 1] as const).map((sign) => {
          const end = own + sign * within;
          const theirs = told.filter((_, j) => j !== i).map(([at, to]) => at - sign * to);
          return end - (median([end, ...theirs]) ?? 0);
        }) as [number, number];
        return Math.abs(least + most) - (most - least) >= 100 ? [addresses[i]] : [];
      });
      const { findings } = detect(told.map(([at, to]) => ahead(at, to)));
      expect(findings.map(({ node }) => node)).toEqual(certain);
    }),
  );
});
