import { expect, test } from 'vitest';
import { afterGates, beforeGates, gateById, gates, neededGates } from '../../src/gates/index.ts';
import { healthyView, missing, without } from './healthy-view.ts';

test('every gate is found by its id, and ids are unique', () => {
  for (const gate of gates) expect(gateById(gate.id)).toBe(gate);
  expect(new Set(gates.map(({ id }) => id)).size).toBe(gates.length);
  expect(gateById('no-such-gate')).toBeUndefined();
});

test('the needed gates are among those that may be named', () => {
  expect(beforeGates.map(({ id }) => id)).toEqual(expect.arrayContaining([...neededGates.before]));
  expect(afterGates.map(({ id }) => id)).toEqual(expect.arrayContaining([...neededGates.after]));
});

test('no gate passes when nothing at all was seen', () => {
  const others = without(healthyView, 'window');
  const blind = {
    ...others,
    snapshot: { at: 0, nodes: [] },
    rings: undefined,
    topology: { ...healthyView.topology, now: undefined },
    alerts: missing(),
    missing: [{ node: 'x', source: 'status' as const, why: 'timed-out', detail: '' }],
  };
  for (const gate of gates) expect([gate.id, gate.judge(blind).kind]).not.toContain('pass');
});

/** What a mode needs is no part of a healthy view. */
const ofModes = ['storage-compatibility', 'storage-mode'];

test('every gate passes on the healthy cluster', () => {
  const others = gates.filter(({ id }) => !ofModes.includes(id));
  for (const gate of others) expect([gate.id, gate.judge(healthyView).kind]).toContain('pass');
});

test('schema and hints are waited for as long as the limits named after them', () => {
  const own = gates.flatMap(({ id, ownLimit }) => (ownLimit ? [`${id}: ${ownLimit}`] : []));
  expect(own.sort()).toEqual([
    'hints-drained: hintsWaitMs',
    'schema-agreement: schemaWaitMs',
    'schema-unchanged: schemaWaitMs',
  ]);
});
