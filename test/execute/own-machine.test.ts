import { expect, test } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

const [one, two] = ['10.0.0.1', '10.0.0.2'];

interface Wish {
  /** Its commands lead to another node. */
  readonly astray?: string;
  readonly faults?: readonly Fault[];
}

/** A roll whose nodes are reached by ssh. */
async function reachedRoll({ astray, faults = [] }: Wish = {}) {
  const { plan, cluster, inventory } = await simulatedRoll();
  const reach = { kind: 'ssh', host: 'db', jump: [] } as const;
  const nodes = inventory.nodes.map((node) => ({ ...node, reach }));
  const hostId = plan.nodes.find(({ address }) => address === two)?.hostId ?? '';
  const planned = plan.nodes.map((node) => (node.address === astray ? { ...node, hostId } : node));
  const state = { ...cluster.state(), faults };
  return rollOn(state, { ...plan, nodes: planned }, {}, { declared: { nodes } });
}

test('commands that reach another node than the one that is meant stop nobody', async () => {
  const roll = await reachedRoll({ astray: one });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(
      /^10\.0\.0\.1: not stopped: gate own-machine: its commands reach the node with host id \S+, and it has \S+: /,
    ) as string,
  });
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([0, 0, 0]);
});

test('each its own: the roll completes', async () => {
  const roll = await reachedRoll();
  await roll.run();
  expect(roll.events().at(-1)).toMatchObject({ how: 'complete' });
});

test('a node whose host id is not seen is not drained either', async () => {
  const mute = { kind: 'nodetool-says', node: one, how: 'garbage' } as const;
  const roll = await reachedRoll({ faults: [mute] });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: expect.any(Number) as number });
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([0, 0, 0]);
});
