import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ClusterFile } from '../../src/simulate/file-cluster.ts';
import type { SimulatedNode } from '../../src/simulate/state.ts';
import { plannedLab, type SimulatedLab } from './simulated-lab.ts';

/** Since its plan was made. */
function change(
  { folder }: SimulatedLab,
  how: (nodes: readonly SimulatedNode[]) => readonly SimulatedNode[],
): void {
  const file = join(folder, 'cluster.json');
  const cluster = JSON.parse(readFileSync(file, 'utf8')) as ClusterFile;
  const state = { ...cluster.state, nodes: how(cluster.state.nodes) };
  writeFileSync(file, JSON.stringify({ ...cluster, state }));
}

const as = (node: SimulatedNode, who: Partial<Pick<SimulatedNode, 'hostId' | 'rack'>>) => ({
  ...{ ...node, ...who },
  lives: node.lives.map((life) => ({ ...life, ...who })),
});
const hostId = '00000000-0000-4000-8000-00000000abcd';

test.each<[string, (nodes: readonly SimulatedNode[]) => readonly SimulatedNode[], string]>([
  [
    'a node that was replaced',
    (nodes) => nodes.map((node, at) => (at === 1 ? as(node, { hostId }) : node)),
    `127.0.77.2 has host id ${hostId}`,
  ],
  [
    'a node that is in another rack',
    (nodes) => nodes.map((node, at) => (at === 1 ? as(node, { rack: 'rack9' }) : node)),
    '127.0.77.2 has rack rack9',
  ],
  [
    'a node that has joined',
    (nodes) => [
      ...nodes,
      ...nodes.slice(2).map((node) => ({
        ...as(node, { hostId }),
        ...{
          address: '127.0.77.4',
          tokens: node.tokens.map((token) => String(BigInt(token) + 1n)),
        },
      })),
    ],
    '127.0.77.4',
  ],
  [
    'a node that has left',
    (nodes) => nodes.slice(0, 2),
    'topology-unchanged: 127.0.77.3 is not in the ring',
  ],
])('%s since the plan was made stops the rehearsal as it would the run', async (_, how, told) => {
  const lab = await plannedLab();
  change(lab, how);
  const { code, out } = await lab.runHere('upgrade rehearse plan.json');
  expect(code).toBe(1);
  expect(out).toContain(told);
  expect(out).not.toContain('carry it out');
});

test.each([
  ['is down', 'dies-starting'],
  ['lets no clients in', 'cql-stays-closed'],
])('a way back is rehearsed to its end where the node that was left %s', async (_, fault) => {
  const lab = await plannedLab();
  await lab.here(`lab fault 2 ${fault}`);
  expect((await lab.runHere('upgrade run plan.json --yes')).code).toBe(4);
  await lab.here('upgrade rollback --all');
  const { out } = await lab.runHere('upgrade rehearse rollback.json');
  expect(out).toContain('2/2 nodes done, complete');
});
