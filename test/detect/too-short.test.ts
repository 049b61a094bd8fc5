import { expect, test } from 'vitest';
import { detectAll, detectors } from '../../src/detect/index.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, healthyThree, look, looks, type Answers } from './series-builder.ts';

const silent: Answers = {
  compactionstats: failed('timed-out'),
  disks: failed('timed-out'),
  tpstats: failed('timed-out'),
  'pending-hints': failed('timed-out'),
  'client-view': {
    requests: 0,
    errors: {},
    p50Ms: undefined,
    p99Ms: undefined,
    latencyTenths: new Map(),
  },
};

const asked = new Set(detectors.flatMap(({ needs }) => needs));

/** The `--for` in seconds that any detector asks for after a look of so many. */
function advised(seconds: number): readonly number[] {
  const series = looks(seconds, 10, () => healthyThree(() => silent));
  return detectors.flatMap((detector) => {
    const { notJudged = '' } = detector.detect(series, productionLimits);
    const [, wanted] = /needs --for (\d+)s/.exec(notJudged) ?? [];
    return wanted === undefined ? [] : [Number(wanted)];
  });
}

test.each([0, 30, 90, 200])(
  'after --for %ds nothing is to be had by the same --for, however little came',
  (seconds) => {
    expect(advised(seconds).filter((wanted) => wanted <= seconds)).toEqual([]);
  },
);

test.each(['not-asked', 'unreachable', 'authentication'] as const)(
  'where what it judges is %s on every node no detector asks for a longer look',
  (why) => {
    const answers = Object.fromEntries([...asked].map((source) => [source, failed(why)]));
    const series = [
      look(
        0,
        healthyThree(() => answers),
      ),
    ];
    const reasons = detectAll(series, productionLimits).map(({ notJudged }) => notJudged ?? '');
    expect(reasons.filter((reason) => reason.includes('--for'))).toEqual([]);
    expect(reasons.filter((reason) => reason !== '').length).toBeGreaterThan(5);
  },
);

test('one look asks for what the docs say', () => {
  expect([...new Set(advised(0))].sort()).toEqual([30, 90]);
});
