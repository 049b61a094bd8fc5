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

test('its node may be named in any form of its address', async () => {
  const { plan } = await simulatedRoll();
  const address = 'fd00:0:0:0:0:0:0:a2';
  const nodes = plan.nodes.map((node, at) => (at === 0 ? { ...node, address } : node));
  expect(faultsNamed(['dies@fd00::a2'], { ...plan, nodes }, 0)).toMatchObject([{ node: address }]);
  expect(() => faultsNamed(['dies@fd00::a2'], plan, 0)).toThrow('names no node of the plan');
});
