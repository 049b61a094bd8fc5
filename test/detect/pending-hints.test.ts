import { expect, test } from 'vitest';
import { pendingHints } from '../../src/detect/pending-hints.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, healthyThree, hostIds, looks, ring, type Answers } from './series-builder.ts';

const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function detect(seconds: number, onA: (second: number) => Answers, others: Answers = {}) {
  const series = looks(seconds, 10, (second) =>
    healthyThree((node) =>
      node === a ? { ...others, ...onA(second) } : { 'pending-hints': { targets: [] }, ...others },
    ),
  );
  return pendingHints.detect(series, productionLimits);
}

function hints(files: number): Answers {
  return {
    'pending-hints': { targets: [{ hostId: hostIds[c] ?? '', address: c, files }] },
  };
}

test('no hints are no finding', () => {
  expect(detect(60, () => ({ 'pending-hints': { targets: [] } }))).toEqual({
    detector: 'pending-hints',
    findings: [],
    missing: [],
  });
});

test('hints that do not fall although their target is up are a warning', () => {
  const { findings } = detect(60, () => hints(3));
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      node: a,
      subject: c,
      summary: `3 hint files for ${c}, which is up, not fewer for 60 s`,
    },
  ]);
});

test('hints that are handed over, or only just came, are no finding', () => {
  expect(detect(60, (second) => hints(10 - second / 10)).findings).toEqual([]);
  expect(detect(60, (second) => hints(second < 60 ? 0 : 1)).findings).toEqual([]);
});

test('hints for a node that is down are expected: information that names both', () => {
  const down = { status: ring({ [a]: 'up', [b]: 'up', [c]: 'down' }) };
  const { findings } = detect(0, () => hints(3), down);
  expect(findings).toMatchObject([{ severity: 'info', node: a, subject: c }]);
  expect(findings[0]?.evidence).toContainEqual({
    what: `${c} in its peers' view`,
    value: 'down',
  });
});

test('one look at hints for a node that is up judges nothing', () => {
  expect(detect(0, () => hints(3))).toMatchObject({
    findings: [],
    missing: [],
    notJudged: 'needs --for 30s',
  });
});

test('before 4.1 there is no such command: not judged, not missing', () => {
  const unsupported = { 'pending-hints': failed('unsupported') };
  expect(detect(60, () => unsupported, unsupported)).toMatchObject({
    findings: [],
    missing: [],
    notJudged: 'pending-hints is not to be had from any node: unsupported',
  });
});

test('an answer that did not come is missing', () => {
  expect(detect(60, () => ({ 'pending-hints': failed('timed-out') })).missing).toMatchObject([
    { node: a, source: 'pending-hints', why: 'timed-out' },
  ]);
});
