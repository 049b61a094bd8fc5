import type { PlannedNode } from '../model/plan.ts';
import type { ApprovalPoint, Playbook } from '../model/playbook.ts';
import { isIrreversible, type PlannedStep } from '../model/step.ts';

/**
 * The nodes in their order, each with what must be approved before it is begun: irreversible steps, by their
 * kind, before the first that is rolled; `canary` before the second, `dc:NAME` before the first of each further DC.
 */
export function withApprovals(
  nodes: readonly PlannedNode[],
  points: readonly ApprovalPoint[],
): readonly PlannedNode[] {
  const rolled = nodes.filter(({ steps }) => steps.length > 0);
  const needed = new Map<PlannedNode, readonly string[]>();
  rolled.forEach((node, index) => {
    const before = rolled[index - 1];
    needed.set(node, [
      ...(before ? [] : irreversibleSteps(rolled).map(({ kind }) => kind)),
      ...(points.includes('canary') && index === 1 ? ['canary'] : []),
      ...(points.includes('dc') && before && node.dc !== before.dc ? [`dc:${node.dc}`] : []),
    ]);
  });
  return nodes.map((node) => {
    const approvals = needed.get(node) ?? [];
    return approvals.length > 0 ? { ...node, approvals } : node;
  });
}

/** Of all nodes, each kind once. */
export function irreversibleSteps(
  nodes: readonly Pick<PlannedNode, 'steps'>[],
): readonly PlannedStep[] {
  const steps = nodes.flatMap((node) => node.steps.filter(isIrreversible));
  return steps.filter(({ kind }, index) => steps.findIndex((one) => one.kind === kind) === index);
}

/** All that a plan will ask for, in the order in which it will. */
export function approvalsOf(nodes: readonly PlannedNode[]): readonly string[] {
  return nodes.flatMap(({ approvals }) => approvals ?? []);
}

export function irreversibleNotes({ steps }: Pick<Playbook, 'steps'>): readonly string[] {
  return irreversibleSteps([{ steps }]).map(
    ({ kind }) =>
      `${kind} is irreversible from its first node on: only snapshots lead back; a run asks for its name (--approve ${kind})`,
  );
}
