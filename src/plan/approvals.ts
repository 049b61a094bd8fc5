import type { PlannedNode } from '../model/plan.ts';
import type { ApprovalPoint } from '../model/playbook.ts';

/**
 * The nodes in their order, each with what must be approved before it is begun: `canary` before the
 * second that is rolled, `dc:NAME` before the first of each further DC.
 */
export function withApprovals(
  nodes: readonly PlannedNode[],
  points: readonly ApprovalPoint[],
): readonly PlannedNode[] {
  const rolled = nodes.filter(({ steps }) => steps.length > 0);
  const needed = new Map<PlannedNode, string[]>();
  rolled.forEach((node, index) => {
    const before = rolled[index - 1];
    if (!before) return;
    needed.set(node, [
      ...(points.includes('canary') && index === 1 ? ['canary'] : []),
      ...(points.includes('dc') && node.dc !== before.dc ? [`dc:${node.dc}`] : []),
    ]);
  });
  return nodes.map((node) => {
    const approvals = needed.get(node) ?? [];
    return approvals.length > 0 ? { ...node, approvals } : node;
  });
}

/** All that a plan will ask for, in the order in which it will. */
export function approvalsOf(nodes: readonly PlannedNode[]): readonly string[] {
  return nodes.flatMap(({ approvals }) => approvals ?? []);
}
