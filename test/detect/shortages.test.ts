import { describe, expect, test } from 'vitest';
import { weigh } from '../../src/detect/compaction/causes.ts';
import { cpuHeldBack, cpuShortage } from '../../src/detect/machine/cpu-shortage.ts';
import { memoryShortage } from '../../src/detect/machine/memory-shortage.ts';
import { gcPauses } from '../../src/detect/gc-pauses.ts';
import { tableLatency } from '../../src/detect/table-latency.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { controlGroup, failed, info, looks, ring, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function seriesOf(answer: (second: number) => Answers) {
  return looks(60, 10, (second) => ({ [node]: { info: info(), ...answer(second) } }));
}

function held(share: number) {
  return (second: number): Answers => ({
    cgroup: controlGroup({
      limitCpus: 2,
      periods: 10 * second,
      throttledPeriods: 10 * second * share,
    }),
  });
}

const busy = { 'cpu-pressure': { someAvg10: 70 } };
const calm = { 'cpu-pressure': { someAvg10: 3 } };
const heldWords = 'its control group holds it in 40 % of the periods (limit 2 CPUs)';
const waits = (percent: number) => `tasks of the machine wait for a CPU ${percent} % of the time`;

/** Collections that take a fifth of the time. */
const collecting = (second: number): Answers => ({
  'garbage-collection': { collectors: [{ name: 'G1', collections: second, timeMs: second * 200 }] },
});

describe('too little CPU', () => {
  const judged = (answer: (second: number) => Answers) =>
    weigh([cpuShortage(seriesOf(answer), node)]);

  test('is likely where the group holds the process, whatever the machine does', () => {
    expect(judged((second) => ({ ...calm, ...held(0.4)(second) })).causes).toMatchObject([
      { id: 'cpu-shortage', confidence: 'likely', speaksFor: [heldWords] },
    ]);
    expect(judged(held(0.4)).causes).toMatchObject([{ confidence: 'likely' }]);
  });

  test('is possible where others on the machine want to run too', () => {
    expect(judged(() => busy).causes).toMatchObject([
      { confidence: 'possible', speaksFor: [waits(70)] },
    ]);
  });

  test('is likely where the JVM collects garbage instead, and that explains no collection', () => {
    const answer = (second: number) => ({ ...calm, ...collecting(second) });
    expect(judged(answer).causes).toMatchObject([
      {
        confidence: 'likely',
        speaksFor: ['the JVM stands still to collect garbage 20 % of the time'],
      },
    ]);
    expect(weigh([cpuHeldBack(seriesOf(answer), node)]).causes).toEqual([]);
  });

  test('is ruled out on a calm machine without a limit, or with one that holds nothing', () => {
    const because = `${waits(3)}, and no limit holds it`;
    const free = { ...calm, cgroup: controlGroup() };
    expect(judged(() => free).ruledOut).toMatchObject([{ id: 'cpu-shortage', because }]);
    expect(judged((second) => ({ ...calm, ...held(0.01)(second) })).ruledOut).toMatchObject([
      { because },
    ]);
  });

  test.each([
    ['a machine in between', () => ({ 'cpu-pressure': { someAvg10: 30 } })],
    ['a calm machine of which no limits are known', () => calm],
    ['a limit that holds a little', (second: number) => ({ ...calm, ...held(0.15)(second) })],
    ['a limit of which little was seen', () => ({ ...calm, ...held(0)(0) })],
    ['nothing that was seen', () => ({ 'cpu-pressure': failed('failed') })],
  ])('%s says nothing', (_, answer) => {
    expect(judged(answer)).toEqual({ causes: [], ruledOut: [] });
  });
});

describe('too little memory', () => {
  const judged = (answer: (second: number) => Answers) =>
    weigh([memoryShortage(seriesOf(answer), node)]);
  const pressure = (someAvg10: number) => ({ 'memory-pressure': { someAvg10, fullAvg10: 0 } });

  test('is likely where tasks wait for it, or the group is full', () => {
    expect(judged(() => pressure(15)).causes).toMatchObject([
      {
        id: 'memory-shortage',
        confidence: 'likely',
        speaksFor: ['tasks of the machine wait for memory 15 % of the time'],
      },
    ]);
    const full = (second: number) => ({
      ...pressure(0),
      cgroup: controlGroup({}, { limitBytes: 505_000_000, limitHits: second }),
    });
    expect(judged(full).causes).toMatchObject([
      {
        confidence: 'likely',
        speaksFor: ['its control group runs into its memory limit (476.8 MiB of 481.6 MiB, 99 %)'],
      },
    ]);
  });

  test('is ruled out where hardly any waits, and unknown where it was not seen', () => {
    expect(judged(() => pressure(0)).ruledOut).toMatchObject([{ id: 'memory-shortage' }]);
    expect(judged(() => pressure(5))).toEqual({ causes: [], ruledOut: [] });
    expect(judged(() => ({}))).toEqual({ causes: [], ruledOut: [] });
  });
});

describe('findings name them', () => {
  test('long collections of a JVM that is held back', () => {
    const series = seriesOf((second) => ({ ...collecting(second), ...held(0.4)(second), ...calm }));
    const { findings } = gcPauses.detect(series, productionLimits);
    expect(findings[0]?.causes).toMatchObject([{ id: 'cpu-shortage', speaksFor: [heldWords] }]);
  });

  test('a table that is slow on a node that is held back', () => {
    const nodes = [node, '10.0.0.2', '10.0.0.3'] as const;
    const status = ring(Object.fromEntries(nodes.map((each) => [each, 'up'])));
    const latency = (p99Ms: number) => {
      const table = { keyspace: 'app', table: 'events', count: 9, maxMs: 900, p50Ms: 1 };
      return { tables: [{ ...table, p99Ms, perSecond: 100 }] };
    };
    const series = looks(60, 10, (second) =>
      Object.fromEntries(
        nodes.map((each) => [
          each,
          {
            ...{ status, info: info({ uptimeSeconds: 9_000 }), 'write-latency': { tables: [] } },
            ...{ 'read-latency': latency(each === node ? 200 : 2), ...calm },
            ...(each === node ? held(0.4)(second) : {}),
          },
        ]),
      ),
    );
    const { findings } = tableLatency.detect(series, productionLimits);
    expect(findings).toMatchObject([
      { node, causes: [{ id: 'cpu-shortage', speaksFor: [heldWords] }] },
    ]);
  });
});
