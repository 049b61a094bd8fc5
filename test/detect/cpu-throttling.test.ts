import { expect, test } from 'vitest';
import { cpuThrottling } from '../../src/detect/cpu-throttling.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { controlGroup, failed, info, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function detect(seconds: number, answer: (second: number) => Answers, tick = 10) {
  const series = looks(seconds, tick, (second) => ({
    [node]: { info: info(), 'cpu-pressure': { someAvg10: 30 }, ...answer(second) },
  }));
  return cpuThrottling.detect(series, productionLimits);
}

/** Ten periods a second, of which this share is throttled. */
function held(share: number, limitCpus: number | undefined = 1.5) {
  return (second: number): Answers => ({
    cgroup: controlGroup({
      limitCpus,
      periods: 5_000 + 10 * second,
      throttledPeriods: 400 + 10 * second * share,
      throttledMs: 90 * second,
    }),
  });
}

test.each([
  [0.3, 'info'],
  [0.8, 'warning'],
] as const)('a node that is held in %d of the periods is told', (share, severity) => {
  const { findings, notJudged } = detect(60, held(share));
  expect(notJudged).toBeUndefined();
  expect(findings).toMatchObject([
    {
      severity,
      node,
      summary: `its control group holds it in ${share * 100} % of the periods in which it wants to run: 1.5 CPUs are too few (seen for 60 s)`,
    },
  ]);
  expect(findings[0]?.evidence).toEqual(
    expect.arrayContaining([
      { what: 'throttled periods', value: share * 100, unit: '%', limit: 50 },
      { what: 'periods in which it wanted to run', value: 600 },
      { what: 'held back, added up over CPUs', value: 5400, unit: 'ms' },
      { what: 'limit', value: 1.5, unit: 'CPUs' },
      { what: 'control group', value: '/system.slice/cassandra.service' },
      { what: 'tasks of the whole machine wait for a CPU', value: 30, unit: '% of the time' },
    ]),
  );
});

test('a machine whose CPUs are all wanted is no finding without a limit, nor is a limit that holds nothing', () => {
  const busy = { 'cpu-pressure': { someAvg10: 99 } };
  const free = (second: number) => ({ ...busy, cgroup: controlGroup({ periods: second }) });
  expect(detect(60, free)).toEqual({ detector: 'cpu-throttling', findings: [], missing: [] });
  expect(detect(60, (second) => ({ ...busy, ...held(0.1)(second) })).findings).toEqual([]);
});

test('a node that has just started compiles its code; one whose start is not known is judged', () => {
  const young = (second: number) => ({ ...held(0.8)(second), info: info({ uptimeSeconds: 599 }) });
  expect(detect(60, young).findings).toEqual([]);
  const unknown = (second: number) => ({ ...held(0.8)(second), info: failed('timed-out') });
  expect(detect(60, unknown).findings).toHaveLength(1);
});

test('few periods are no share', () => {
  const seldom = (second: number): Answers => ({
    cgroup: controlGroup({ limitCpus: 1, periods: second, throttledPeriods: second }),
  });
  expect(detect(90, seldom).findings).toEqual([]);
});

test('what another group was held is not counted, nor what was counted before a restart', () => {
  const moved = (second: number): Answers => ({
    cgroup:
      second < 60
        ? controlGroup({ limitCpus: 1, periods: 10, throttledPeriods: 10 }, {}, '/old')
        : controlGroup({ limitCpus: 1, periods: 9_000 + second, throttledPeriods: 8_000 }),
  });
  expect(detect(120, moved).findings).toEqual([]);
  const counts = [90_000, 10, 20, 30, 40, 50, 60];
  const restarted = (second: number): Answers => {
    const periods = counts[second / 10] ?? 0;
    return { cgroup: controlGroup({ limitCpus: 1, periods, throttledPeriods: periods }) };
  };
  expect(detect(60, restarted).findings).toEqual([]);
});

test('less than a minute is a burst', () => {
  expect(detect(30, held(0.9))).toMatchObject({ findings: [], notJudged: 'needs --for 90s' });
  expect(detect(0, held(0.9))).toMatchObject({ findings: [], notJudged: 'needs --for 90s' });
});

test('a roll and a plan look on where less than a minute shows what would be a warning', () => {
  const what = 'its control group held it in 90 % of the periods in 30 s';
  expect(detect(30, held(0.9)).undecided).toEqual([{ detector: 'cpu-throttling', node, what }]);
  expect(detect(30, held(0.4))).not.toHaveProperty('undecided');
  expect(detect(60, held(0.9))).not.toHaveProperty('undecided');
  const young = (second: number) => ({ ...held(0.9)(second), info: info({ uptimeSeconds: 30 }) });
  expect(detect(30, young)).not.toHaveProperty('undecided');
});

test('a machine that has no control groups is not judged, and nothing is missing', () => {
  const none = () => ({
    cgroup: failed('unsupported', 'nothing is to be seen of its control group /'),
  });
  expect(detect(90, none)).toEqual({
    detector: 'cpu-throttling',
    findings: [],
    missing: [],
    notJudged:
      'cgroup is not to be had from any node: nothing is to be seen of its control group /',
  });
  const memoryAlone = () => ({ cgroup: { ...controlGroup(), cpu: undefined } });
  expect(detect(90, memoryAlone)).toMatchObject({ findings: [], missing: [] });
});

test('an answer that did not come is missing', () => {
  expect(detect(90, () => ({ cgroup: failed('timed-out') })).missing).toMatchObject([
    { node, source: 'cgroup', why: 'timed-out' },
  ]);
  const { findings } = detect(60, (second) => ({
    ...held(0.8)(second),
    'cpu-pressure': failed('unsupported'),
  }));
  expect(findings[0]?.evidence).toContainEqual({
    what: 'tasks of the whole machine wait for a CPU',
    value: 'not seen',
  });
});
