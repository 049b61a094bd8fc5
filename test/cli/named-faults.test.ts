import { expect, test } from 'vitest';
import { faultsNamed } from '../../src/cli/named-faults.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';

test('a fault that comes by itself comes two minutes into the life of the twin', async () => {
  const { plan } = await simulatedRoll();
  const node = plan.nodes[0]?.address ?? '';
  const names = ['dies', 'compaction-stalls', 'disk-fills', 'flaps'].map(
    (kind) => `${kind}@${node}`,
  );
  expect(faultsNamed(names, plan, 1_000)).toMatchObject([
    { kind: 'dies', node, at: 121_000 },
    { kind: 'compaction-stalls', node, from: 121_000 },
    { kind: 'disk-fills', node, from: 121_000 },
    { kind: 'flaps', node },
  ]);
});
