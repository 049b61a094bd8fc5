import { expect, test } from 'vitest';
import { Halted, ToolError } from '../../src/model/errors.ts';
import type { MaintenanceWindow } from '../../src/model/maintenance-window.ts';
import { exitCodes } from '../../src/model/outcome.ts';
import type { ClusterWish } from '../../src/simulate/new-cluster.ts';
import type { HttpAnswer } from '../../src/ports/http.ts';
import { answered, fakeHttp } from '../fakes/fake-http.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';
import { clusterOf, start } from '../simulate/simulated.ts';
import { expectComplete, failureOf, type FaultedRoll } from './faulted-roll.ts';

const playbook = 'rolling-restart';
const stopsOf = ({ cluster }: FaultedRoll) => cluster.state().nodes.map(({ stops }) => stops);
const verdictsOf = ({ events }: FaultedRoll, wanted: string) =>
  events().flatMap((event) =>
    event.type === 'gate-judged' && event.gate === wanted
      ? [`${event.node} ${event.phase} ${event.verdict.kind}`]
      : [],
  );

async function failed(work: Promise<void>): Promise<ToolError> {
  const failure = await failureOf(work);
  expect(failure).toBeInstanceOf(ToolError);
  return failure as ToolError;
}

const alert = {
  labels: { alertname: 'CheckoutFails' },
  status: { state: 'active', silencedBy: [], inhibitedBy: [] },
};
const alerts = {
  kind: 'alertmanager',
  url: 'http://127.0.0.1:9093',
  matchers: ['severity="critical"'],
} as const;

async function rollWithAlerts(...answers: readonly HttpAnswer[]) {
  const roll = await simulatedRoll({ playbook, declared: { alerts } });
  const http = fakeHttp(answers);
  roll.ports.http = http;
  return { roll, asked: http.asked };
}

test('an alert holds the roll, and lets it go when it is gone', async () => {
  const { roll, asked } = await rollWithAlerts(answered([alert]), answered([alert]), answered([]));
  await roll.run();
  expectComplete(roll);
  expect(roll.shown).toContainEqual(
    expect.objectContaining({
      type: 'waiting',
      reason: 'alerts: 1 firing: CheckoutFails; up to 60 s (limit gateWait)',
    }),
  );
  expect(asked).toHaveLength(5);
  expect(verdictsOf(roll, 'alerts')).toEqual(
    ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((node) => `${node} before pass`),
  );
});

test.each([
  ['an alert that stays', answered([alert]), 'alerts: 1 firing: CheckoutFails'],
  ['no answer', { kind: 'timed-out' } as const, 'alerts: alerts are not seen, timed-out'],
  ['trouble there', answered('', 503), 'alerts: alerts are not seen, failed: HTTP 503'],
])('%s refuses the roll at the limit, every node whole', async (_, answer, reason) => {
  const { roll } = await rollWithAlerts(answer);
  const failure = await failed(roll.run());
  expect(failure.exitCode).toBe(exitCodes.refused);
  expect(failure.message).toContain(`10.0.0.1: not stopped: gate ${reason}`);
  expect(failure.message).toContain('not within 60 s (limit gateWait); no node is part-way');
  expect(stopsOf(roll)).toEqual([0, 0, 0]);
});

/** The simulated clock begins at midnight UTC of a Tuesday. */
const night = (from: string, to: string, perNodeMs = 60_000): MaintenanceWindow => ({
  ...{ days: ['tue'], from, to, timezone: 'UTC' },
  perNodeMs,
});

test('outside its window a roll pauses with nothing stopped, and goes on inside', async () => {
  expect(new Date(start).getUTCDay()).toBe(2);
  const declared = { maintenanceWindow: night('01:00', '05:00') };
  const roll = await simulatedRoll({ playbook, declared });
  const failure = await failed(roll.run());
  expect(failure).toBeInstanceOf(Halted);
  expect(failure.exitCode).toBe(exitCodes.paused);
  expect(failure.message).toBe(
    "paused before 10.0.0.1: maintenance-window: outside the plan's window, tue 01:00 to 05:00 UTC (another needs a new plan); it opens tue 2026-11-24 01:00 UTC; no node is part-way",
  );
  expect(failure.hint).toBe('go on then with: ringward upgrade resume r1');
  expect(stopsOf(roll)).toEqual([0, 0, 0]);
  await roll.clock.sleep(3_600_000);
  await roll.resume();
  expectComplete(roll);
});

test('no node is begun that would not be back by the end, as the nodes before it took', async () => {
  // Ten seconds are said to do; what the first one took says otherwise.
  const declared = { maintenanceWindow: night('00:00', '00:04', 10_000) };
  const roll = await simulatedRoll({ playbook, declared });
  const failure = await failed(roll.run());
  expect(failure.exitCode).toBe(exitCodes.paused);
  expect(failure.message).toMatch(
    /^paused before 10\.0\.0\.3: maintenance-window: a node takes [\d.]+ min \(the longest of 2 nodes done in this roll\), and [\d.]+ min are left until tue 2026-11-24 00:04; it opens tue 2026-12-01 00:00 UTC; no node is part-way$/,
  );
  expect(stopsOf(roll)).toEqual([1, 1, 0]);
});

const withTable: Partial<ClusterWish> = {
  keyspaces: [
    { name: 'app', replication: { kind: 'network', rfByDc: { dc1: 3 } }, tables: ['events'] },
    {
      name: 'ringward_probe',
      replication: { kind: 'network', rfByDc: { dc1: 3 } },
      tables: ['canary'],
      keys: { canary: { partition: ['slot'], clustering: [] } },
    },
  ],
};
const declared = { writeRead: true };

test.each(['rolling-restart', 'upgrade-4.1-to-5.0'])(
  '%s writes and reads a row through every node, before the stop and after the return',
  async (name) => {
    const roll = await simulatedRoll({ playbook: name, cluster: withTable, declared });
    await roll.run();
    expectComplete(roll);
    expect(verdictsOf(roll, 'write-read')).toEqual(
      ['10.0.0.1', '10.0.0.2', '10.0.0.3'].flatMap((node) => [
        `${node} before pass`,
        `${node} after pass`,
      ]),
    );
  },
);

test('a row that cannot be written leaves the node unstopped', async () => {
  const roll = await simulatedRoll({ playbook, cluster: withTable, declared });
  const keyspaces = clusterOf().keyspaces;
  roll.cluster.change({ ...roll.cluster.state(), keyspaces });
  const plan = { ...roll.plan, before: ['write-read'] };
  Object.assign(roll.plan, plan);
  const failure = await failed(roll.run());
  expect(failure.exitCode).toBe(exitCodes.refused);
  expect(failure.message).toContain(
    'gate write-read: nothing was written through 10.0.0.1, failed: ringward_probe.canary is not there: make it with ringward probe --create-keyspace',
  );
  expect(stopsOf(roll)).toEqual([0, 0, 0]);
});
