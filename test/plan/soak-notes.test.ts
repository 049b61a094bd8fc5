import { expect, test } from 'vitest';
import { soakNotes } from '../../src/plan/soak-notes.ts';
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

test('says of each DC in which the soak has nobody to compare with', () => {
  const members = [...nodes('alone', 1), ...nodes('pair', 2), ...nodes('three', 3)];
  expect(soakNotes(members, upgrade.steps)).toEqual([
    'the soak has no other node in alone to compare with: there a node is judged on its own baseline and hard signals only',
    'the soak has one other node in pair to compare with: there a node is judged on its own baseline and hard signals only',
  ]);
});

test('a playbook without a soak has nothing to say', () => {
  const steps = restart.steps.filter(({ kind }) => kind !== 'soak');
  expect(soakNotes(nodes('alone', 1), steps)).toEqual([]);
});

test('two other nodes in the DC are enough: the plan has no such warning', () => {
  expect(planOf(healthyRequest).warnings).toEqual([]);
});
