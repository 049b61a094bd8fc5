import { expect, test } from 'vitest';
import type { PlannedNode } from '../../src/model/plan.ts';
import { approvalsOf, irreversibleSteps, withApprovals } from '../../src/plan/approvals.ts';
import { healthyRequest, planOf } from './healthy-request.ts';

const [like] = planOf(healthyRequest).nodes as [PlannedNode, ...PlannedNode[]];

function nodesIn(...dcs: readonly string[]): readonly PlannedNode[] {
  return dcs.map((dc, index) => ({ ...like, dc, address: `10.0.0.${index + 1}` }));
}

function asked(nodes: readonly PlannedNode[]): readonly string[] {
  return nodes.map(({ address, approvals }) => `${address} ${(approvals ?? []).join('+')}`.trim());
}

test('after the canary, and before each further DC', () => {
  const nodes = withApprovals(nodesIn('dc1', 'dc1', 'dc2', 'dc2'), ['canary', 'dc']);
  expect(asked(nodes)).toEqual(['10.0.0.1', '10.0.0.2 canary', '10.0.0.3 dc:dc2', '10.0.0.4']);
  expect(approvalsOf(nodes)).toEqual(['canary', 'dc:dc2']);
});

test('both may stand before one node', () => {
  const nodes = withApprovals(nodesIn('dc1', 'dc2'), ['canary', 'dc']);
  expect(asked(nodes)).toEqual(['10.0.0.1', '10.0.0.2 canary+dc:dc2']);
});

test('nodes on which nothing is done do not count: the canary is the first that is rolled', () => {
  const [first, ...rest] = nodesIn('dc1', 'dc1', 'dc1') as [PlannedNode, ...PlannedNode[]];
  const nodes = withApprovals([{ ...first, steps: [] }, ...rest], ['canary', 'dc']);
  expect(asked(nodes)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3 canary']);
});

test('nothing is asked where the playbook asks for nothing', () => {
  expect(approvalsOf(withApprovals(nodesIn('dc1', 'dc2'), []))).toEqual([]);
});

const irreversible = {
  kind: 'storage-compatibility',
  params: { mode: 'UPGRADING', timeoutMs: 1_000 },
} as const;

test('an irreversible step is asked for before the first node that is rolled, and once', () => {
  const [first, ...rest] = nodesIn('dc1', 'dc1', 'dc1') as [PlannedNode, ...PlannedNode[]];
  const nodes = withApprovals(
    [{ ...first, steps: [] }, ...rest.map((node) => ({ ...node, steps: [irreversible] }))],
    ['canary'],
  );
  expect(asked(nodes)).toEqual(['10.0.0.1', '10.0.0.2 storage-compatibility', '10.0.0.3 canary']);
  expect(irreversibleSteps(nodes)).toEqual([irreversible]);
});
