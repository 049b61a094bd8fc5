import { expect, test } from 'vitest';
import { afterGates, beforeGates, gateById, gates, neededGates } from '../../src/gates/index.ts';
import type { GateView } from '../../src/model/gate.ts';
import {
  addresses,
  gossipWith,
  healthySnapshot,
  healthyView,
  missing,
  second,
  seen,
  settings,
  withSource,
  without,
} from './healthy-view.ts';

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

/** The one gate that asks for more than a healthy node: a mode that was set. */
function inMode(storageMode: 'NONE'): GateView {
  const values = { ...settings.values, storage_compatibility_mode: storageMode };
  const snapshot = addresses.reduce(
    (so, peer) => withSource(so, peer, 'gossipinfo', seen(gossipWith(second, { netVersion: 13 }))),
    withSource(healthySnapshot, second, 'settings', seen({ values })),
  );
  return { ...healthyView, snapshot, subject: { ...healthyView.subject, storageMode } };
}

test('every gate passes on the healthy cluster', () => {
  for (const gate of gates) expect([gate.id, gate.judge(inMode('NONE')).kind]).toContain('pass');
});

test('schema and hints are waited for as long as the limits named after them', () => {
  const own = gates.flatMap(({ id, ownLimit }) => (ownLimit ? [`${id}: ${ownLimit}`] : []));
  expect(own.sort()).toEqual(['hints-drained: hintsWaitMs', 'schema-agreement: schemaWaitMs']);
});
