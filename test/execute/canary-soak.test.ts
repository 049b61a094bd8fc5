import { expect, test } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import { soakingFor } from '../../src/model/step.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

test('the first node is watched for longer before the second is begun', async () => {
  const { cluster, plan } = await simulatedRoll();
  const nodes = plan.nodes.map((node, index) =>
    index === 0 ? { ...node, steps: soakingFor(node.steps, 600_000) } : node,
  );
  const roll = rollOn(cluster.state(), { ...plan, nodes });
  await roll.run();
  const soaked = roll.events().filter((event) => 'kind' in event && event.kind === 'soak');
  const took = (node: string) => {
    const [begun, ended] = soaked.filter((event) => 'node' in event && event.node === node);
    return timeOf(ended) - timeOf(begun);
  };
  expect(took('10.0.0.1')).toBeGreaterThanOrEqual(600_000);
  expect(took('10.0.0.1')).toBeLessThan(700_000);
  expect(took('10.0.0.2')).toBeLessThan(60_000);
});

function timeOf(event: UpgradeEvent | undefined): number {
  if (!event) throw new Error('no such event');
  return event.at;
}
