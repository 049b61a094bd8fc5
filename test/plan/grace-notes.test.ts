import { expect, test } from 'vitest';
import { productionLimits } from '../../src/model/limits.ts';
import type { SourceValues } from '../../src/model/snapshot.ts';
import { needsOf } from '../../src/cli/make-plan.ts';
import { graceNotes } from '../../src/plan/grace-notes.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import {
  addresses,
  first,
  healthySnapshot,
  missing,
  seen,
  shopOrders,
  without,
  withSource,
} from '../gates/healthy-view.ts';
import { healthyRequest, planOf, restart } from './healthy-request.ts';

type Table = Partial<SourceValues['schema-tables']['tables'][number]>;

const withTables = (...tables: readonly Table[]): PlanRequest => ({
  ...healthyRequest,
  limits: productionLimits,
  snapshot: addresses.reduce(
    (so, address) =>
      withSource(
        so,
        address,
        'schema-tables',
        seen({ tables: tables.map((table) => ({ ...shopOrders, ...table })) }),
      ),
    healthySnapshot,
  ),
});
const notesOf = (request: PlanRequest) =>
  planOf(request).warnings.filter((warning) => warning.includes('gc_grace_seconds'));

test('ten days outlive a roll of three nodes: nothing is said', () => {
  expect(notesOf(withTables({}))).toEqual([]);
});

test('a table whose tombstones go while a node may be down is named, with both times', () => {
  const [note, ...others] = notesOf(
    withTables({ table: 'cache', gcGraceSeconds: 0 }, { table: 'day', gcGraceSeconds: 600 }, {}),
  );
  expect(others).toEqual([]);
  expect(note).toMatch(
    /^gc_grace_seconds of shop.cache is 0 \(0 min\) \(and 1 more, none shorter\), and a node may be down for \d+ min: hints that are older are not applied/,
  );
});

test('one that lasts for a node and not for the whole roll has a note of its own', () => {
  // 12 minutes a node and 37 for the three, as these limits go.
  const request = { ...withTables({ gcGraceSeconds: 1_200 }), limits: healthyRequest.limits };
  const [note = '', ...others] = notesOf(request);
  expect(others).toEqual([]);
  expect(note).toMatch(
    /^gc_grace_seconds of shop.orders is 1200 \(20 min\), and the roll of 3 nodes may take 37 min: where repairs stand still/,
  );
  const window = { days: ['sat'], from: '00:00', to: '00:00', timezone: 'UTC' } as const;
  const quick = {
    ...healthyRequest.inventory,
    maintenanceWindow: { ...window, perNodeMs: 60_000 },
  };
  expect(notesOf({ ...request, inventory: quick })).toEqual([]);
});

test('nodes of a wave go side by side, so the roll takes less', () => {
  const request = { ...withTables({ gcGraceSeconds: 1_200 }), limits: healthyRequest.limits };
  const { nodes, after } = planOf(request);
  const said = (wave?: number) => {
    const planned = nodes.map((node) => (wave === undefined ? node : { ...node, wave }));
    return graceNotes(request, { nodes: planned, after, window: undefined }).join('\n');
  };
  expect(said()).toContain('the roll of 3 nodes may take 37 min');
  expect(said(1)).toBe('');
});

test("tables of one node alone, and traces, are nobody's loss", () => {
  const own = ['system', 'system_schema', 'system_traces'].map((keyspace) => ({ keyspace }));
  expect(notesOf(withTables(...own.map((one) => ({ ...one, gcGraceSeconds: 0 }))))).toEqual([]);
  expect(notesOf(withTables({ keyspace: 'system_auth', gcGraceSeconds: 0 }))).toHaveLength(1);
});

test('of one that did not answer another may tell; of nobody it is not known, which is said', () => {
  const request = withTables({ gcGraceSeconds: 0 });
  const silent = (nodes: readonly string[]) =>
    nodes.reduce(
      (so, address) => withSource(so, address, 'schema-tables', missing()),
      request.snapshot,
    );
  expect(notesOf({ ...request, snapshot: silent([first]) })).toHaveLength(1);
  const again = {
    ...without(request, 'toVersion'),
    ...{ playbook: restart, snapshot: silent(addresses) },
  };
  const nobody = notesOf(again);
  expect(nobody).toEqual([expect.stringMatching(/^gc_grace_seconds of the tables was not seen/)]);
});

test('a restart is judged by it, too; what stops no node asks for no tables', () => {
  const { inventory } = healthyRequest;
  const asked = (playbook: PlanRequest['playbook']) =>
    needsOf({ inventory, playbook })(first).has('schema-tables');
  expect(asked(restart)).toBe(true);
  const rewriting = restart.steps.filter(({ kind }) => kind === 'soak');
  expect(asked({ ...restart, steps: rewriting })).toBe(false);
});
