import { expect, test } from 'vitest';
import { labLimits, productionLimits } from '../../src/model/limits.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { soakedSteps, soakNotes } from '../../src/plan/soak-notes.ts';
import { healthyRequest, planOf, restart, upgrade } from './healthy-request.ts';

const member = (dc: string, number: number) => ({
  address: `10.0.0.${number}`,
  hostId: `h${number}`,
  dc,
  rack: 'r1',
  tokenCount: 16,
  release: '4.1.10',
});
const nodes = (dc: string, count: number) =>
  Array.from({ length: count }, (_, index) => member(dc, index));

const notesOf = (
  members: ReturnType<typeof nodes>,
  steps: readonly PlannedStep[],
  { limits = productionLimits, withoutJmx = 0, together = 1 } = {},
) => soakNotes({ members, steps, limits, withoutJmx, together: () => together });

const comparing: readonly PlannedStep[] = [
  { kind: 'soak', params: { forMs: 1, holdMs: 1, compare: 'peers' } },
];

const baseline =
  'before the first stop latencies are looked at for 30 min, for soaks to compare with';

test('a soak that compares says how long its baseline takes', () => {
  expect(notesOf(nodes('dc1', 4), comparing)).toEqual([baseline]);
});

test('with nodetool alone, and with two peers, a stop takes longer', () => {
  expect(notesOf(nodes('dc1', 3), comparing, { withoutJmx: 2 })).toEqual([
    baseline,
    '2 of 3 nodes tell latencies by nodetool alone, once a minute: there a slower node holds the roll for at least 15 min before it stops it',
    'the soak has two other nodes in dc1 to compare with, three are wanted: there a node is stopped for nine of ten minutes that are slower, 12 min after its restart at the earliest',
  ]);
  expect(notesOf(nodes('dc1', 4), comparing, { withoutJmx: 4 })[1]).toMatch(/^all nodes tell/);
});

test('with the limits of the lab nothing is compared, and the plan says so', () => {
  expect(notesOf(nodes('dc1', 3), comparing, { limits: labLimits })).toEqual([
    'the soak compares no latencies with peers: the limit soakBaseline is 0',
  ]);
  expect(soakedSteps(comparing, labLimits)).toMatchObject([{ params: { compare: 'none' } }]);
  expect(soakedSteps(comparing, productionLimits)).toBe(comparing);
  expect(soakedSteps(upgrade.steps, labLimits)).toBe(upgrade.steps);
});

test('says of each DC in which the soak has nobody to compare with', () => {
  const members = [...nodes('alone', 1), ...nodes('pair', 2), ...nodes('three', 3)];
  expect(notesOf(members, upgrade.steps)).toEqual([
    'the soak has no other node in alone to compare with: there a node is judged on its own baseline and hard signals only',
    'the soak has one other node in pair to compare with: there a node is judged on its own baseline and hard signals only',
  ]);
});

test('a playbook without a soak has nothing to say', () => {
  const steps = restart.steps.filter(({ kind }) => kind !== 'soak');
  expect(notesOf(nodes('alone', 1), steps)).toEqual([]);
});

test('two other nodes in the DC are enough: the plan has no such warning', () => {
  expect(planOf(healthyRequest).warnings).toEqual([]);
});

test('nodes that are started side by side are no peers of each other', () => {
  const compared = notesOf(nodes('dc1', 4), comparing);
  expect(notesOf(nodes('dc1', 6), comparing, { together: 3 })).toEqual(compared);
  expect(notesOf(nodes('dc1', 4), comparing, { together: 3 })).toEqual([
    baseline,
    expect.stringContaining('one other node in dc1'),
  ]);
});
