import { expect, test } from 'vitest';
import { detectors } from '../../src/detect/index.ts';
import { gates } from '../../src/gates/index.ts';
import { watched } from '../../src/gates/witnesses.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { ringsOf } from '../../src/simulate/placement.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { start } from '../simulate/simulated.ts';
import { atEvent } from './at-event.ts';
import { wide } from './wide-cluster.ts';

/** The first node of a roll over 33; `asked` tells how many nodes each gate was shown, look by look. */
async function firstNode(
  faultsOn: (far: string) => readonly Fault[] = () => [],
  change = (made: Plan) => made,
) {
  const { plan: made, cluster } = await simulatedRoll({ cluster: wide });
  const plan = change(made);
  const members = plan.nodes.map(({ address }) => address);
  const [subject = ''] = members;
  const near = watched(subject, members, ringsOf(cluster.state()), []);
  const far = members.find((address) => !near.has(address)) ?? '';
  const asked: Record<string, number[]> = {};
  const spied = gates.map((gate) => ({
    ...gate,
    judge: (view: GateView) => {
      if (view.subject.address === subject) (asked[gate.id] ??= []).push(view.members.length);
      return gate.judge(view);
    },
  }));
  const state = { ...cluster.state(), faults: faultsOn(far) };
  // The gate no-repair reads what these ask for.
  const own = detectors.filter(({ id }) => /^(stuck-repairs|stalled-compaction)$/.test(id));
  const parts = { gates: spied, detectors: own, looksByValue: true };
  const roll = rollOn(state, plan, {}, parts);
  // The first node is enough: then the operator asks it to stop.
  const isLast = (event: UpgradeEvent) => event.type === 'node-done' || event.type === 'run-ended';
  atEvent(roll, isLast, () => {
    roll.soft.abort();
  });
  const failure = await roll.run().catch((error: unknown) => error);
  return { roll, asked, subject, far, near, members, failure };
}

test('above 30 nodes those near it are asked until the look that counts, which asks all', async () => {
  const { asked, near, members, roll, subject } = await firstNode();
  const [few, all] = [near.size, members.length];
  expect(few).toBeLessThan(all / 2);
  // Before the node is closed to clients, before it is drained, and, in the views of those near it, in its soak.
  expect(asked['peers-up']).toEqual([all, all, few]);
  expect(asked['seen-up-by-peers']?.slice(-5)).toEqual([few, few, few, few, all]);
  expect(asked['no-holding-findings']).toEqual([all, few, all]);
  const told = roll
    .events()
    .filter((event) => event.type === 'gate-judged' && event.gate === 'hints-drained');
  expect(told).toMatchObject([
    { node: subject, verdict: { kind: 'pass', note: `no hints on ${all - 1} peers` } },
  ]);
});

test('a node far off that does not see it up keeps it from being done', async () => {
  const untilMs = start + 900_000;
  const { failure, far, subject, roll } = await firstNode((node) => [
    { kind: 'seen-down', node: '10.0.0.1', viewer: node, from: start + 50_000, until: untilMs },
  ]);
  expect(String(failure)).toContain(`seen-up-by-peers: ${far} sees ${subject} down`);
  expect(roll.events().some(({ type }) => type === 'node-done')).toBe(false);
});

const meanwhile = async (...of: Parameters<typeof firstNode>) => {
  const { roll, far, near } = await firstNode(...of);
  expect(near.has(far)).toBe(false);
  const said = roll.shown.flatMap((event) => (event.type === 'waiting' ? [event.reason] : []));
  // Of the others all are seen: nobody is taken for a node that is not in the plan.
  expect(said.join()).not.toContain('not in the plan');
  const told = `; meanwhile peers-up: ${far} is not up in ${near.size - 1} of ${near.size - 1} views`;
  return said.filter((text) => text.includes(told));
};

test('a node far off that dies while it starts is told by those near it', async () => {
  const said = await meanwhile((node) => [
    { kind: 'starts-slowly', node: '10.0.0.1', times: 1, extraMs: 250_000 },
    { kind: 'dies', node, at: start + 120_000 },
  ]);
  expect(said.length).toBeGreaterThan(0);
});

test('and one that dies in its soak', async () => {
  const forMs = 600_000;
  const soaking = (plan: Plan): Plan => ({
    ...plan,
    nodes: plan.nodes.map((node) => ({
      ...node,
      steps: node.steps.map((step) =>
        step.kind === 'soak' ? { ...step, params: { ...step.params, forMs } } : step,
      ),
    })),
  });
  const said = await meanwhile((node) => [{ kind: 'dies', node, at: start + 240_000 }], soaking);
  expect(said[0]).toMatch(/^soaking, /);
});
