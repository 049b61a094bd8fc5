import { expect, test } from 'vitest';
import { gates } from '../../src/gates/index.ts';
import { watched } from '../../src/gates/witnesses.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { GateView } from '../../src/model/gate.ts';
import { valueOf } from '../../src/model/seen.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { ringsOf } from '../../src/simulate/placement.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { atEvent } from './at-event.ts';
import { wide } from './wide-cluster.ts';

/** A look of the gates before the second node, or when clients have left it: whose view of the ring is older than it. */
interface Seen {
  readonly older: readonly string[];
  readonly silent: readonly string[];
}

/** Two nodes of 33 are rolled. */
async function twoNodes(faultsOn: (far: string) => readonly Fault[] = () => []) {
  const { plan, cluster } = await simulatedRoll({ cluster: wide });
  const members = plan.nodes.map(({ address }) => address);
  const [first = '', second = ''] = members;
  const near = watched(second, members, ringsOf(cluster.state()), [first]);
  const far = members.filter((address) => !near.has(address));
  const looks: Seen[] = [];
  const spied = gates.map((gate) => ({
    ...gate,
    judge: (view: GateView) => {
      const isAsked = gate.id === 'range-safety' && view.subject.address === second;
      if (isAsked) looks.push(seenIn(view));
      return gate.judge(view);
    },
  }));
  const state = { ...cluster.state(), faults: faultsOn(far[0] ?? '') };
  const roll = rollOn(state, plan, {}, { gates: spied, detectors: [], looksByValue: true });
  const isLast = (event: UpgradeEvent) =>
    event.type === 'run-ended' || (event.type === 'node-done' && event.node === second);
  atEvent(roll, isLast, () => {
    roll.soft.abort();
  });
  await roll.run().catch(() => undefined);
  const said = roll.shown.flatMap((event) => (event.type === 'waiting' ? [event.reason] : []));
  const stepOf = (kind: string, type: 'step-started' | 'step-ended') =>
    roll.shown.find((event) => event.type === type && event.node === second && event.kind === kind);
  return { roll, looks, far, said: said.join('\n'), stepOf };
}

function seenIn({ snapshot }: GateView): Seen {
  const named = (isSo: (seenAt: number | undefined) => boolean) =>
    snapshot.nodes.flatMap(({ address, sources: { status } }) =>
      isSo(valueOf(status) && status?.at) ? [address] : [],
    );
  return {
    older: named((at) => at !== undefined && at < snapshot.at),
    silent: named((at) => at === undefined),
  };
}

test('above 30 nodes the looks before a node rest on that at all nodes a moment before', async () => {
  const { looks, far } = await twoNodes();
  expect(far.length).toBeGreaterThan(10);
  // Before it is closed to clients, and when they have left.
  expect(looks.map(({ older }) => older)).toEqual([far, far]);
});

test('a node far off that dies in between is silent at once, and its return must be seen by all', async () => {
  const { roll: calm } = await twoNodes();
  const at = (calm.shown.find(({ type }) => type === 'node-done')?.at ?? 0) + 1;
  const { far, looks, said, stepOf } = await twoNodes((node) => [{ kind: 'dies', node, at }]);
  const [first, ...others] = looks;
  expect(first).toEqual({ older: far.slice(1), silent: [far[0]] });
  expect(said).toContain(`peers-up: ${far[0]} is not up in`);
  expect(stepOf('quiesce', 'step-started')).toBeUndefined();
  // What is waited for is looked at by all, each time anew.
  expect(others.length).toBeGreaterThan(0);
  expect(others.every(({ older }) => older.length === 0)).toBe(true);
});

test('and one that dies while clients leave, before others see it down, keeps the node from being drained', async () => {
  const { stepOf: calm } = await twoNodes();
  const at = (calm('quiesce', 'step-ended')?.at ?? 0) - 5_000;
  const { far, looks, said, stepOf } = await twoNodes((node) => [{ kind: 'dies', node, at }]);
  expect(looks[0]?.older).toEqual(far);
  expect(said).toContain(
    `closed to clients, and not drained: peers-up: the view of ${far[0]} is missing`,
  );
  expect(stepOf('drain', 'step-started')).toBeUndefined();
});
