import { expect, test } from 'vitest';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

const [one, two] = ['10.0.0.1', '10.0.0.2'];

/** A roll whose nodes are reached by ssh; the commands of `astray` lead to another node. */
async function reachedRoll(astray?: string) {
  const { plan, cluster, inventory } = await simulatedRoll();
  const reach = { kind: 'ssh', host: 'db', jump: [] } as const;
  const nodes = inventory.nodes.map((node) => ({ ...node, reach }));
  const hostId = plan.nodes.find(({ address }) => address === two)?.hostId ?? '';
  const planned = plan.nodes.map((node) => (node.address === astray ? { ...node, hostId } : node));
  return rollOn(cluster.state(), { ...plan, nodes: planned }, {}, { declared: { nodes } });
}

test('commands that reach another node than the one that is meant stop nobody', async () => {
  const roll = await reachedRoll(one);
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
  const { plan, cluster, inventory } = await simulatedRoll();
  const reach = { kind: 'ssh', host: 'db', jump: [] } as const;
  const nodes = inventory.nodes.map((node) => ({ ...node, reach }));
  const mute = { kind: 'nodetool-says', node: one, how: 'garbage' } as const;
  const roll = rollOn({ ...cluster.state(), faults: [mute] }, plan, {}, { declared: { nodes } });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: expect.any(Number) as number });
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([0, 0, 0]);
});
