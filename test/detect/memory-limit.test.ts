import { expect, test } from 'vitest';
import { memoryLimit } from '../../src/detect/memory-limit.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { MemoryLimit } from '../../src/model/readings.ts';
import { controlGroup, failed, info, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const mebibyte = 1024 * 1024;

function detect(seconds: number, answer: (second: number) => Answers) {
  const series = looks(seconds, 10, (second) => ({
    [node]: {
      info: info(),
      'memory-pressure': { someAvg10: 12, fullAvg10: 3 },
      ...answer(second),
    },
  }));
  return memoryLimit.detect(series, productionLimits);
}

/** 1000 MiB are allowed, of which so many are used, so many by cached files. */
function group(usedMiB: number, cacheMiB: number, change: Partial<MemoryLimit> = {}): Answers {
  const [usedBytes, cacheBytes] = [usedMiB * mebibyte, cacheMiB * mebibyte];
  const memory = { limitBytes: 1000 * mebibyte, usedBytes, cacheBytes, ...change };
  return { cgroup: controlGroup({}, memory) };
}

test('a group that is full of what cannot be dropped, and runs into its limit', () => {
  const { findings } = detect(30, (second) => group(1000, 60, { limitHits: 5 + second }));
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      node,
      summary:
        'its control group runs into its memory limit: what it holds beside cached files is 940 MiB of 1000 MiB, 94 %',
    },
  ]);
  expect(findings[0]?.evidence).toEqual(
    expect.arrayContaining([
      { what: 'held beside cached files', value: 94, unit: '% of the limit', limit: 90 },
      { what: 'ran into the limit while we looked', value: 30, unit: 'times' },
      { what: 'heap', value: 384, unit: 'MiB' },
      { what: 'tasks of the whole machine wait for memory', value: 12, unit: '% of the time' },
    ]),
  );
});

test('a process that the kernel kills is told, however much is free by then', () => {
  const { findings } = detect(30, (second) => group(300, 60, { oomKills: second > 10 ? 1 : 0 }));
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      summary: 'the kernel killed 1 process of its control group for want of memory',
    },
  ]);
});

test.each([
  ['cached files fill every group', (second: number) => group(1000, 500, { limitHits: second })],
  ['a group that is full and has peace', () => group(1000, 10, { limitHits: 9 })],
  ['no limit', (second: number) => group(9000, 10, { limitBytes: undefined, limitHits: second })],
  ['kills that nobody counts', () => group(300, 10, { oomKills: undefined })],
])('%s: silent', (_, answer) => {
  expect(detect(30, answer)).toEqual({ detector: 'memory-limit', findings: [], missing: [] });
});

test('what another group counted is not counted', () => {
  const moved = (second: number): Answers =>
    second < 20
      ? { cgroup: controlGroup({}, { limitHits: 0 }, '/old') }
      : group(1000, 10, { limitHits: 900, oomKills: 4 });
  expect(detect(30, moved).findings).toEqual([]);
});

test('one look is too short where there is a limit, and enough where there is none', () => {
  expect(detect(0, () => group(1000, 10))).toMatchObject({ notJudged: 'needs --for 30s' });
  expect(detect(0, () => ({ cgroup: controlGroup() })).notJudged).toBeUndefined();
});

test('a machine without control groups is not judged; an answer that did not come is missing', () => {
  const none = { cgroup: failed('unsupported', 'no such file') };
  expect(detect(30, () => none)).toMatchObject({
    findings: [],
    missing: [],
    notJudged: 'cgroup is not to be had from any node: no such file',
  });
  expect(detect(30, () => ({ cgroup: failed('failed') })).missing).toMatchObject([
    { node, source: 'cgroup', why: 'failed' },
  ]);
});

test('evidence that was not seen is told as that', () => {
  const { findings } = detect(30, (second) => ({
    ...group(1000, 60, { limitHits: second }),
    info: failed('timed-out'),
    'memory-pressure': failed('unsupported'),
  }));
  expect(findings[0]?.evidence).toContainEqual({
    what: 'tasks of the whole machine wait for memory',
    value: 'not seen',
  });
  expect(findings[0]?.evidence.map(({ what }) => what)).not.toContain('heap');
});
