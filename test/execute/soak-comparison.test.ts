import { expect, test } from 'vitest';
import { GateRefused, Interrupted } from '../../src/model/errors.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { productionLimits, type Limits } from '../../src/model/limits.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { atEvent } from './at-event.ts';
import { failureOf } from './faulted-roll.ts';
import { sixNodes } from './waved-roll.ts';

const minute = 60_000;
const four = { dcs: { dc1: { rack1: 2, rack2: 1, rack3: 1 } } };

/** A restart with the limits of production; nodetool is the only way to simulated nodes. */
async function comparedRoll(faults: readonly Fault[] = [], limits: Partial<Limits> = {}) {
  const made = await simulatedRoll({ playbook: 'rolling-restart', cluster: four });
  return rolled({ ...made.cluster.state(), faults }, compared(made.plan, limits));
}

function rolled(state: ClusterState, plan: Plan, left: Readonly<Record<string, string>> = {}) {
  return rollOn(state, plan, left, { looksByValue: true, detectors: [] });
}

function compared(plan: Plan, limits: Partial<Limits>): Plan {
  const nodes = plan.nodes.map((node) => ({
    ...node,
    steps: node.steps.map((step) =>
      step.kind === 'soak'
        ? { ...step, params: { ...step.params, forMs: 2 * minute, compare: 'peers' as const } }
        : step,
    ),
  }));
  return { ...plan, nodes, limits: { ...productionLimits, ...limits, set: 'custom' } };
}

const everyNode = (factor: number): readonly Fault[] =>
  ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].map((node) => ({
    ...{ kind: 'slower-after-start', node, factor },
  }));

const comparisonsOf = (events: readonly UpgradeEvent[]) =>
  events.flatMap((event) =>
    event.type === 'gate-judged' && event.gate === 'soak-comparison'
      ? [[event.node, event.verdict.kind]]
      : [],
  );

const timeOf = (events: readonly UpgradeEvent[], type: UpgradeEvent['type'], node: string) =>
  events.find((event) => event.type === type && 'node' in event && event.node === node)?.at ?? NaN;

test('a healthy roll looks for half an hour before its first stop, and finds every node as before', async () => {
  const roll = await comparedRoll();
  await roll.run();
  const events = roll.events();
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  const [first, second] = roll.plan.nodes.map(({ address }) => address);
  const begun = events[0]?.at ?? NaN;
  expect(timeOf(events, 'soak-baseline', first ?? '') - begun).toBeGreaterThanOrEqual(29 * minute);
  // What was seen while the first one soaked counts for the second.
  const waited =
    timeOf(events, 'node-started', second ?? '') - timeOf(events, 'node-done', first ?? '');
  expect(waited).toBeLessThan(10 * minute);
  for (const { address } of roll.plan.nodes) {
    expect(comparisonsOf(events)).toContainEqual([address, 'pass']);
  }
  const effects = events.reduce(applyEvent, noProgress).effects;
  expect(effects).toHaveLength(4);
  for (const { reads } of effects) expect(reads).toBeCloseTo(1);
});

test('latencies that are worse on returned nodes stop the roll at the first, with the numbers', async () => {
  const roll = await comparedRoll(everyNode(3));
  const failure = await failureOf(roll.run());
  expect(failure).toBeInstanceOf(GateRefused);
  expect(String(failure)).toMatch(
    /10\.0\.0\.\d: soak holds the roll: soak-comparison: p99 of reads 3\.00 times as before \(3\.00 to 3\.00, 13 minutes\), p99 of writes 1\.00 times as before \(1\.00 to 1\.00, 3 minutes\), beside 3 peers of dc1; no node is part-way/,
  );
  expect(
    roll.cluster
      .state()
      .nodes.map(({ stops }) => stops)
      .toSorted(),
  ).toEqual([0, 0, 0, 1]);
});

test('neither as before nor clearly slower: held, and given up at the limit', async () => {
  const roll = await comparedRoll(everyNode(1.4), { soakDecideMs: 20 * minute });
  const failure = await failureOf(roll.run());
  expect(failure).toBeInstanceOf(GateRefused);
  expect(String(failure)).toMatch(
    /soak-comparison: p99 of reads 1\.40 times as before .*; not within 1200 s \(limit soakDecide\); no node is part-way/,
  );
  const waits = roll.shown.filter(({ type }) => type === 'waiting');
  expect(JSON.stringify(waits)).toContain('up to 1200 s (limit soakDecide)');
});

test('after a crash in the soak the baseline comes from the journal, and blocks count anew', async () => {
  const roll = await comparedRoll();
  const isSoaking = (event: UpgradeEvent) => event.type === 'step-started' && event.kind === 'soak';
  atEvent(roll, isSoaking, () => {
    roll.soft.abort(new Interrupted('SIGINT', 'x'));
    roll.hard.abort(new Interrupted('SIGINT', 'x'));
  });
  await failureOf(roll.run());
  const text = roll.files.textOf(journal) ?? '';
  expect(text).toContain('"type":"soak-baseline"');
  const again = rolled(roll.cluster.state(), roll.plan, { [journal]: text });
  const first = roll.plan.nodes[0]?.address ?? '';
  const begun = again.clock.now();
  await again.resume();
  const events = again.events();
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(comparisonsOf(events)).toContainEqual([first, 'pass']);
  expect(timeOf(events, 'node-done', first) - begun).toBeGreaterThanOrEqual(2 * minute);
});

test('a node that tells no latencies is not stopped', async () => {
  const silent: Fault = { kind: 'nodetool-hangs', node: '10.0.0.1' };
  const made = await comparedRoll([], { soakBaselineMs: 5 * minute, gateWaitMs: minute });
  // What else would hold the roll is left out.
  const roll = rolled({ ...made.cluster.state(), faults: [silent] }, { ...made.plan, before: [] });
  const failure = await failureOf(roll.run());
  expect(failure).toBeInstanceOf(GateRefused);
  expect(String(failure)).toMatch(
    /10\.0\.0\.1: not stopped: gate soak-baseline: 0 of 5 looks at latencies of 10\.0\.0\.1, beside 0 of 3 peers; client-requests is missing, timed-out: .*; not within 360 s \(limit soak-baseline\); no node is part-way/,
  );
  expect(roll.cluster.state().nodes.every(({ stops }) => stops === 0)).toBe(true);
});

const journal = '/state/sim/runs/r1/journal.ndjson';

test('nodes of a wave are compared with those outside it, each at the same looks', async () => {
  const parallel = 'rack' as const;
  const made = await simulatedRoll({ playbook: 'rolling-restart', cluster: sixNodes, parallel });
  const roll = rolled(made.cluster.state(), compared(made.plan, {}));
  await roll.run();
  const events = roll.events();
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  const baselines = events.flatMap((event) => (event.type === 'soak-baseline' ? [event] : []));
  expect(baselines.map(({ node }) => node)).toEqual(roll.plan.nodes.map(({ address }) => address));
  const ofThree = baselines.find(({ node }) => node === '10.0.0.3')?.baseline.peers;
  // 10.0.0.2 has just come back.
  expect(ofThree?.toSorted()).toEqual(['10.0.0.1', '10.0.0.5', '10.0.0.6']);
  const effects = events.reduce(applyEvent, noProgress).effects;
  expect(effects).toHaveLength(6);
  for (const { reads } of effects) expect(reads).toBeCloseTo(1);
});

test('one of a wave that is slower holds the roll, the other is done', async () => {
  const parallel = 'rack' as const;
  const made = await simulatedRoll({ playbook: 'rolling-restart', cluster: sixNodes, parallel });
  const faults = [{ kind: 'slower-after-start', node: '10.0.0.4', factor: 3 }] as const;
  const roll = rolled({ ...made.cluster.state(), faults }, compared(made.plan, {}));
  const failure = await failureOf(roll.run());
  expect(String(failure)).toMatch(
    /^\S+ 10\.0\.0\.4: soak holds the roll: soak-comparison: p99 of reads 3\.00 times.*beside 3 peers of dc1; no node is part-way$/,
  );
  const done = roll.events().flatMap((event) => (event.type === 'node-done' ? [event.node] : []));
  expect(done).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
});
