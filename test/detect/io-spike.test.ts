import { describe, expect, test } from 'vitest';
import { ioSpike } from '../../src/detect/io-spike.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { device, failed, healthyThree, looks, ring, type Answers } from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function detect(series: Series) {
  return ioSpike.detect(series, productionLimits);
}

/** 100 requests a second, each of `awaitMs`; every host has its own counters at boot. */
function disks(node: string, second: number, awaitMs: number): Answers {
  const atBoot = Number(node.at(-1)) * 1_000_000;
  const now = device(100 * second, awaitMs);
  return {
    disks: { devices: [{ ...now, reads: now.reads + atBoot }] },
    'io-pressure': { someAvg10: awaitMs >= 20 ? 40 : 1, fullAvg10: 0 },
  };
}

function cluster(seconds: number, awaitMs: (node: string, second: number) => number): Series {
  return looks(seconds, 10, (second) =>
    healthyThree((node) => disks(node, second, awaitMs(node, second))),
  );
}

test('calm disks are no finding and nothing is missing', () => {
  expect(detect(cluster(30, () => 1))).toEqual({ detector: 'io-spike', findings: [], missing: [] });
});

test('a node far above its peers is a spike with level, factor and peers', () => {
  const { findings } = detect(cluster(30, (node) => (node === b ? 50 : 1)));
  expect(findings).toMatchObject([
    {
      state: 'SPIKE',
      severity: 'warning',
      node: b,
      subject: 'nvme0n1',
      summary: "nvme0n1 await 50 ms, queue 5, I/O pressure 40 %: await is 50 times its peers' mean",
    },
  ]);
  expect(findings[0]?.evidence).toContainEqual({ what: 'compared with', value: `${a}, ${c}` });
});

test('three peers have a median, two have a mean', () => {
  const d = '10.0.0.4';
  const status = ring({ [a]: 'up', [b]: 'up', [c]: 'up', [d]: 'up' });
  const series = looks(30, 10, (second) => {
    const answers = (node: string) => ({
      ...disks(node, second, node === b ? 50 : 1),
      status,
    });
    return { ...healthyThree(answers), [d]: answers(d) };
  });
  expect(detect(series).findings[0]?.summary).toMatch(/await is 50 times its peers' median$/);
});

test('a level that all nodes have is no spike', () => {
  expect(detect(cluster(30, () => 50)).findings).toEqual([]);
});

test('a change that hurts nobody is no spike', () => {
  expect(detect(cluster(30, (node) => (node === b ? 15 : 1))).findings).toEqual([]);
});

test('I/O pressure alone is enough, against its peers', () => {
  const series = looks(30, 10, (second) =>
    healthyThree((node) => ({
      ...disks(node, second, 1),
      'io-pressure': { someAvg10: node === c ? 35 : 1, fullAvg10: 0 },
    })),
  );
  expect(detect(series).findings).toMatchObject([{ state: 'SPIKE', node: c }]);
});

test('one bad look of many is no spike', () => {
  const series = looks(100, 10, (second) =>
    healthyThree((node) => ({
      disks: {
        devices: [
          device(Number(node.at(-1)) * 1_000_000 + 100 * second, 0, {
            readMs: node === b && second >= 50 ? 400_000 : 0,
            weightedIoMs: node === b && second >= 50 ? 4_000_000 : 0,
          }),
        ],
      },
      'io-pressure': { someAvg10: 1, fullAvg10: 0 },
    })),
  );
  expect(detect(series).findings).toEqual([]);
});

describe('nodes of one machine', () => {
  const shared = (awaitMs: number, pressure: number) =>
    looks(30, 10, (second) =>
      healthyThree((node) => ({
        disks: { devices: [device(5_000_000 + 100 * second + Number(node.at(-1)), awaitMs)] },
        'io-pressure': { someAvg10: pressure, fullAvg10: 0 },
      })),
    );

  test('are not compared: device and pressure must both hurt, and it is said once', () => {
    const { findings } = detect(shared(50, 40));
    expect(findings).toMatchObject([{ state: 'LEVEL', severity: 'warning', node: a }]);
    expect(findings[0]?.summary).toContain(
      'on the same machine as 10.0.0.2, 10.0.0.3, so not compared',
    );
  });

  test.each([
    ['the device without pressure', 50, 1],
    ['pressure without the device', 1, 40],
  ])('%s is no finding', (_, awaitMs, pressure) => {
    expect(detect(shared(awaitMs, pressure)).findings).toEqual([]);
  });
});

describe('a long series', () => {
  test('a record of the node itself is a finding although the peers have it too', () => {
    const series = cluster(1000, (_node, second) => (second > 900 ? 500 : 2));
    const { findings } = detect(series);
    expect(findings.map((one) => [one.node, one.state])).toEqual([
      [a, 'RECORD'],
      [b, 'RECORD'],
      [c, 'RECORD'],
    ]);
    expect(findings[0]?.summary).toContain('short history');
  });
});

test('nodes whose JVMs name the same host are not compared, whatever they read', () => {
  const series = looks(30, 10, (second) =>
    healthyThree((node) => ({
      ...disks(node, second, node === b ? 50 : 1),
      'java-process': { pid: 7, host: 'one-machine' },
    })),
  );
  expect(detect(series).findings.map((one) => one.state)).not.toContain('SPIKE');
});

test('a machine that cannot be reached is not judged, with the reason', () => {
  const series = looks(30, 10, () =>
    healthyThree(() => ({ disks: failed('unsupported', 'the node runs elsewhere') })),
  );
  expect(detect(series)).toMatchObject({
    missing: [],
    notJudged: 'disks is not to be had from any node: the node runs elsewhere',
  });
});

test('one look cannot tell', () => {
  expect(detect(cluster(0, () => 50))).toEqual({
    detector: 'io-spike',
    findings: [],
    missing: [],
    notJudged: 'needs --for 30s',
  });
});

test('counters that were asked and did not come are missing', () => {
  const series = looks(30, 10, (second) =>
    healthyThree((node) => ({
      ...disks(node, second, 1),
      ...(node === b ? { disks: failed('unreadable', '/proc/diskstats: line 3') } : {}),
    })),
  );
  expect(detect(series).missing).toEqual([
    { node: b, source: 'disks', why: 'unreadable', detail: '/proc/diskstats: line 3' },
  ]);
});

test('a host that cannot be asked is not judged, and says so', () => {
  const series = looks(30, 10, (second) =>
    healthyThree((node) => (node === b ? {} : disks(node, second, 1))),
  );
  expect(detect(series)).toMatchObject({
    missing: [],
    notJudged: 'disks was not asked of 10.0.0.2',
  });
});

test('a counter that was reset is not read as load', () => {
  const series = looks(30, 10, (second) =>
    healthyThree((node) => disks(node, node === b ? 1000 - second : second, 50)),
  );
  expect(detect(series).findings.map((one) => one.node)).not.toContain(b);
});
