import { expect, test } from 'vitest';
import { diskSpace } from '../../src/detect/disk-space.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, look, type Answers } from './series-builder.ts';

const gib = 1024 ** 3;
const [a, b] = ['10.0.0.1', '10.0.0.2'] as const;

function detect(nodes: Readonly<Record<string, Answers>>) {
  return diskSpace.detect([look(0, nodes)], productionLimits);
}

function mounts(freePercent: number, device = '/dev/vda1', mount = '/data'): Answers {
  const one = {
    device,
    mount,
    totalBytes: 100 * gib,
    availableBytes: freePercent * gib,
  };
  return { 'file-systems': { mounts: [one] } };
}

test.each([
  [80, []],
  [30, []],
  [29.5, [['warning', '29.5 % (29.5 GiB) free on /data, below 30 %']]],
  [10, [['warning', '10 % (10 GiB) free on /data, below 30 %']]],
  [9, [['critical', '9 % (9 GiB) free on /data, below 10 %']]],
])('%d %% free', (freePercent, expected) => {
  const { findings, missing } = detect({ [a]: mounts(freePercent) });
  expect(findings.map((one) => [one.severity, one.summary])).toEqual(expected);
  expect(missing).toEqual([]);
});

test('several nodes on one device of one host are one finding that names them', () => {
  const { findings } = detect({ [a]: mounts(9), [b]: mounts(9.05) });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.evidence).toContainEqual({
    what: 'nodes with data on it',
    value: `${a}, ${b}`,
  });
});

test('the same device name on two hosts is two findings', () => {
  const { findings } = detect({ [a]: mounts(9), [b]: mounts(5) });
  expect(findings.map((one) => one.node)).toEqual([a, b]);
});

test('two devices of one host that look alike are two findings', () => {
  const { findings } = detect({ [a]: mounts(9), [b]: mounts(9, '/dev/vdb1') });
  expect(findings.map((one) => one.subject)).toEqual(['/dev/vda1', '/dev/vdb1']);
});

test('a host that did not answer is missing, one that cannot be asked is not judged', () => {
  expect(detect({ [a]: { 'file-systems': failed('failed', 'df: exit 1') } }).missing).toEqual([
    { node: a, source: 'file-systems', why: 'failed', detail: 'df: exit 1' },
  ]);
  expect(detect({ [a]: {}, [b]: mounts(80) })).toMatchObject({
    missing: [],
    notJudged: 'file-systems was not asked of 10.0.0.1',
  });
});
