import { expect, test } from 'vitest';
import { noHoldingFindings } from '../../src/gates/no-holding-findings.ts';
import { findingKey, type Finding } from '../../src/model/finding.ts';
import type { GateView } from '../../src/model/gate.ts';
import { first, healthyView, judged, second } from './healthy-view.ts';

const stall: Finding = {
  detector: 'stalled-compaction',
  state: 'STUCK',
  severity: 'critical',
  node: second,
  subject: 'shop.orders',
  summary: 'no bytes for 60 s',
  evidence: [],
  advice: [],
};

const judgeWith = (change: Partial<GateView>) =>
  judged(noHoldingFindings, { ...healthyView, ...change });

const toBeCured = { cures: ['stalled-compaction'], baseline: [findingKey(stall)] };

test('passes without findings, and with info only', () => {
  expect(judgeWith({})).toBe('pass: no finding');
  expect(judgeWith({ findings: [{ ...stall, severity: 'info' }] })).toBe('pass: no finding');
});

test.each(['warning', 'critical'] as const)('a %s finding holds the roll', (severity) => {
  expect(judgeWith({ findings: [{ ...stall, severity }] })).toBe(
    `wait: ${severity} on 127.0.0.2: no bytes for 60 s`,
  );
});

test('what a longer look would decide is waited for, unless it is to be cured', () => {
  const undecided = [{ ...stall, what: 'compaction of shop.orders has not moved for 10 s' }];
  expect(judgeWith({ undecided })).toBe(
    'wait: compaction of shop.orders has not moved for 10 s on 127.0.0.2: looked at until more is known',
  );
  expect(judgeWith({ undecided, ...toBeCured })).toBe('pass: no finding');
  expect(judgeWith({ undecided, findings: [{ ...stall, node: first }] })).toMatch(
    /^wait: critical/,
  );
});

test('what healthy nodes show for a while, too, is not waited for', () => {
  const undecided = [{ ...stall, what: '5 compactions pending and none running', isUsual: true }];
  expect(judgeWith({ undecided })).toBe('pass: no finding');
});

test('names a critical one before a warning and counts the others', () => {
  const findings = [{ ...stall, severity: 'warning' as const }, stall];
  expect(judgeWith({ findings })).toBe(
    'wait: critical on 127.0.0.2: no bytes for 60 s (and 1 more)',
  );
});

test('a finding the roll is to cure, there at plan time, on a node not yet done does not hold', () => {
  expect(judgeWith({ findings: [stall], ...toBeCured })).toBe(
    'pass: 1 findings that this roll is meant to cure',
  );
});

test.each([
  ['it is new', { findings: [stall], cures: ['stalled-compaction'] }],
  ['it is not to be cured', { findings: [stall], baseline: [findingKey(stall)] }],
  ['it is on a node that is done', { findings: [stall], ...toBeCured, done: [second] }],
  [
    'it is on no node of the plan',
    {
      findings: [{ ...stall, node: 'cluster' }],
      cures: ['stalled-compaction'],
      baseline: [findingKey({ ...stall, node: 'cluster' })],
    },
  ],
])('it holds when %s', (_, change) => {
  expect(judgeWith(change)).toMatch(/^wait: critical/);
});

test('of what is to be cured and came after the plan it says that a new plan takes it in', () => {
  const late = 'begun after the plan was made, a new one takes it in';
  const cures = ['stalled-compaction'];
  expect(judgeWith({ findings: [stall], cures })).toContain(late);
  expect(judgeWith({ findings: [stall], cures, done: [second] })).not.toContain(late);
  expect(judgeWith({ findings: [stall] })).not.toContain(late);
});

const handoffOff: Finding = {
  ...stall,
  ...{ detector: 'hinted-handoff', state: 'OFF', severity: 'warning', isConfiguration: true },
};

test('what was set so when the plan was made does not hold, on nodes that are done neither', () => {
  const before = { findings: [handoffOff], baseline: [findingKey(handoffOff)] };
  const passed = 'pass: no finding; 1 of settings that the plan warned of';
  expect(judgeWith(before)).toBe(passed);
  expect(judgeWith({ ...before, done: [second] })).toBe(passed);
});

test('a setting that is new holds, and hides no other finding', () => {
  expect(judgeWith({ findings: [handoffOff] })).toMatch(/^wait: warning on 127.0.0.2/);
  expect(judgeWith({ findings: [handoffOff, stall], baseline: [findingKey(handoffOff)] })).toBe(
    'wait: critical on 127.0.0.2: no bytes for 60 s',
  );
});

test('waits for a source that was asked and did not answer', () => {
  const missing = [
    { node: first, source: 'tpstats' as const, why: 'timed-out', detail: 'after 20 s' },
  ];
  expect(judgeWith({ missing })).toBe(
    'wait: tpstats of 127.0.0.1 is missing, timed-out: after 20 s',
  );
});

test('a source that the version does not offer is noted and does not hold', () => {
  const missing = [
    { node: first, source: 'pending-hints' as const, why: 'unsupported', detail: '4.0' },
  ];
  expect(judgeWith({ missing })).toBe(
    'pass: no finding; not offered by this version: pending-hints of 127.0.0.1',
  );
});
