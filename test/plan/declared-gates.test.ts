import { expect, test } from 'vitest';
import type { Inventory } from '../../src/model/inventory.ts';
import type { MaintenanceWindow } from '../../src/model/maintenance-window.ts';
import { valueOf } from '../../src/model/seen.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import { planText } from '../../src/report/roll-tty.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { without } from '../gates/healthy-view.ts';
import { healthyRequest, planOf, problemsOf, restart } from './healthy-request.ts';

const window: MaintenanceWindow = { days: ['sat'], from: '22:00', to: '04:00', timezone: 'UTC' };
const alerts = { kind: 'prometheus', url: 'http://127.0.0.1:9090', query: 'ALERTS' } as const;

/** The keyspace of the probe is there unless it is asked not to be. */
function requestWith(declared: Partial<Inventory>, more: Partial<PlanRequest> = {}): PlanRequest {
  const { snapshot, inventory } = healthyRequest;
  const replication = { kind: 'network', rfByDc: { dc1: 3 } } as const;
  const nodes = snapshot.nodes.map((node) => {
    const keyspaces = node.sources.keyspaces;
    const known = valueOf(keyspaces)?.keyspaces ?? [];
    const value = { keyspaces: [...known, { name: 'ringward_probe', replication }] };
    return {
      ...node,
      sources: { ...node.sources, keyspaces: { kind: 'seen', at: 0, value } as const },
    };
  });
  return {
    ...healthyRequest,
    snapshot: { ...snapshot, nodes },
    inventory: { ...inventory, ...declared },
    ...more,
  };
}

test('what the inventory declares is judged in every roll, whatever the playbook names', () => {
  const { before, after } = healthyRequest.playbook;
  const all = planOf(requestWith({ alerts, maintenanceWindow: window, writeRead: true }));
  expect(all.before).toEqual([
    ...['maintenance-window', ...before],
    ...['schema-unchanged', 'no-repair', 'alerts', 'write-read'],
  ]);
  expect(all.after).toEqual([...after, 'write-read']);
  expect(all.maintenanceWindow).toEqual(window);
  const none = planOf(requestWith({}));
  expect([none.before, none.after]).toEqual([[...before, 'schema-unchanged', 'no-repair'], after]);
  expect(none.maintenanceWindow).toBeUndefined();
});

test('repairs are watched for while releases run side by side, unless that was accepted', () => {
  const { before } = healthyRequest.playbook;
  const accepted = [{ rule: 'no-repair', because: 'it is ours' }];
  expect(planOf(requestWith({}, { accepted })).before).toEqual([...before, 'schema-unchanged']);
  const { snapshot } = requestWith({});
  const still = { ...without(healthyRequest, 'toVersion'), snapshot, playbook: restart };
  expect(planOf(still).before).toEqual([...before, 'schema-unchanged']);
});

test('one that the playbook names is judged once, in its place', () => {
  const playbook = { ...healthyRequest.playbook };
  const named = {
    ...playbook,
    before: ['alerts', 'schema-unchanged', 'no-repair', ...playbook.before],
  };
  expect(planOf(requestWith({ alerts }, { playbook: named })).before).toEqual(named.before);
});

test('the window of the playbook goes before that of the inventory', () => {
  const own = { ...window, from: '20:00' };
  const playbook = { ...healthyRequest.playbook, maintenanceWindow: own };
  const plan = planOf(requestWith({ maintenanceWindow: window }, { playbook }));
  expect(plan.maintenanceWindow).toEqual(own);
});

test('a gate for which nothing is declared is no plan', () => {
  const { playbook } = healthyRequest;
  const before = [...playbook.before, 'alerts', 'maintenance-window'];
  expect(problemsOf(requestWith({}, { playbook: { ...playbook, before } }))).toEqual([
    'usage: the playbook names the gate alerts, and the inventory has no alerts:',
    'usage: the playbook names the gate maintenance-window, and the inventory has no maintenanceWindow:',
  ]);
});

test('a window into which no node fits is no plan', () => {
  const short = { ...window, to: '22:10' };
  expect(problemsOf(requestWith({ maintenanceWindow: short }))).toEqual([
    'usage: no node fits into the maintenance window sat 22:00 to 22:10 UTC: it may take 12 min (the limits of its steps and of the waits for schema and hints), and that is 10 min long',
  ]);
  const said = { ...short, perNodeMs: 300_000 };
  expect(problemsOf(requestWith({ maintenanceWindow: said }))).toEqual([]);
});

test('a row is written only where there is a table for it', () => {
  expect(
    problemsOf({ ...requestWith({ writeRead: true }), snapshot: healthyRequest.snapshot }),
  ).toEqual(['refused: the gate write-read needs the keyspace ringward_probe, and there is none']);
});

test('a playbook that stops nothing is judged by its own gates alone', () => {
  const playbook = { ...restart, steps: [] };
  const request = without(requestWith({ alerts, writeRead: true }, { playbook }), 'toVersion');
  expect(planOf(request)).toMatchObject({ before: restart.before, after: restart.after });
});

test('a window is in the plan only where a gate keeps to it', () => {
  const planned = (playbook: typeof restart) =>
    planOf(without(requestWith({ maintenanceWindow: window }, { playbook }), 'toVersion'));
  const idle = { ...restart, steps: [] };
  expect(planned(restart).maintenanceWindow).toEqual(window);
  expect(planned(idle).maintenanceWindow).toBeUndefined();
  const named = { ...idle, before: [...idle.before, 'maintenance-window'] };
  expect(planned(named).maintenanceWindow).toEqual(window);
});

test('the plan says when nodes may be stopped, and how many fit', () => {
  const said = { ...window, perNodeMs: 150 * 60_000 };
  const plan = planOf(requestWith({ maintenanceWindow: said }));
  const text =
    'sat 22:00 to 04:00 UTC; a node may take 2 h 30 min (maintenanceWindow.perNode), so 2 of 3 nodes fit into one';
  expect(planText(plan)).toContain(`\nMaintenance window: ${text}\n`);
  expect(planMarkdown(plan)).toContain('## Maintenance window');
  expect(planText(planOf(requestWith({})))).not.toContain('Maintenance');
});
