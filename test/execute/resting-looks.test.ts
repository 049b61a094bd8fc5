import { expect, test } from 'vitest';
import { gates } from '../../src/gates/index.ts';
import { watched } from '../../src/gates/witnesses.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { ringsOf } from '../../src/simulate/placement.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { start } from '../simulate/simulated.ts';

/** Everybody shares ranges with everybody. */
const wide = { dcs: { dc1: { rack1: 11, rack2: 11, rack3: 11 } }, vnodes: 32 };

/** A look of the gates before the second node: how many views of the ring are older than it, and whose. */
interface Seen {
  readonly at: number;
  readonly older: readonly string[];
}

/** Two nodes of 33 are rolled. */
async function twoNodes(faultsOn: (far: string) => readonly Fault[] = () => []) {
  const { plan, cluster } = await simulatedRoll({ cluster: wide });
  const members = plan.nodes.map(({ address }) => address);
  const [first = '', second = ''] = members;
  const near = watched(second, members, ringsOf(cluster.state()), [first]);
  const far = members.find((address) => !near.has(address)) ?? '';
  const looks: Seen[] = [];
  const spied = gates.map((gate) => ({
    ...gate,
    judge: (view: GateView) => {
      if (gate.id === 'topology-unchanged' && view.subject.address === second)
        looks.push(seenIn(view));
      return gate.judge(view);
    },
  }));
  const state = { ...cluster.state(), faults: faultsOn(far) };
  const roll = rollOn(state, plan, {}, { gates: spied, detectors: [], looksByValue: true });
  const isLast = (event: UpgradeEvent) =>
    event.type === 'run-ended' || (event.type === 'node-done' && event.node === second);
  const push = roll.shown.push.bind(roll.shown);
  roll.shown.push = (...events) => {
    if (events.some(isLast)) roll.soft.abort();
    return push(...events);
  };
  await roll.run().catch(() => undefined);
  return { roll, looks, near, far, members, second };
}

function seenIn({ snapshot }: GateView): Seen {
  const older = snapshot.nodes.filter(({ sources }) => (sources.status?.at ?? 0) < snapshot.at);
  return { at: snapshot.at, older: older.map(({ address }) => address) };
}

test('above 30 nodes the look before a node rests on that at all nodes a moment before', async () => {
  const { looks, near, members, roll } = await twoNodes();
  const far = members.filter((address) => !near.has(address));
  expect(far.length).toBeGreaterThan(10);
  expect(looks.map(({ older }) => older)).toEqual([far]);
  const ended = roll.shown.find((event) => event.type === 'step-ended' && event.kind === 'soak');
  const ageMs = (looks[0]?.at ?? 0) - (ended?.at ?? 0);
  expect(ageMs).toBeGreaterThan(0);
  expect(ageMs).toBeLessThanOrEqual(60_000);
});

test('a node far off that dies in between is told by those near, and its return must be seen by all', async () => {
  const { roll: calm } = await twoNodes();
  const soaked = calm.shown.find((event) => event.type === 'node-done');
  const at = (soaked?.at ?? start) + 1;
  const { roll, far, looks, second } = await twoNodes((node) => [{ kind: 'dies', node, at }]);
  const said = roll.shown.flatMap((event) => (event.type === 'waiting' ? [event.reason] : []));
  expect(said.join('\n')).toContain(`peers-up: ${far} is not up in`);
  expect(
    roll.shown.some(
      (event) => event.type === 'step-started' && event.node === second && event.kind === 'drain',
    ),
  ).toBe(false);
  // What is waited for is looked at by all, each time anew.
  expect(looks.length).toBeGreaterThan(1);
  expect(looks.slice(1).every(({ older }) => older.length === 0)).toBe(true);
});
