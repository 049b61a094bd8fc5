import { byAddress } from '../model/by-address.ts';
import { lastStepOf, progressOf, type NodeProgress, type Progress } from '../model/event.ts';
import type { NodeCommands } from '../model/inventory.ts';
import type { Plan } from '../model/plan.ts';
import { startedIn } from '../model/started-in.ts';
import type { PlannedStep, StepKind } from '../model/step.ts';

export interface PartWay {
  readonly address: string;
  /** `10.0.0.1 is part-way (after drain)` */
  readonly text: string;
}

/** Steps that touch nothing that runs and may take long: they come before the gates. */
export function comesBeforeGates(kind: StepKind): boolean {
  return kind === 'fetch' || kind === 'snapshot';
}

/** Steps after which, or in the middle of which, a node serves as it did. */
function leavesWhole(kind: StepKind): boolean {
  return comesBeforeGates(kind) || kind === 'upgradesstables' || kind === 'clear-snapshot';
}

/** A step that held the roll found the node whole, too. */
function isWholeAfter({ kind }: PlannedStep, how: NodeProgress['steps'][number] | undefined) {
  return leavesWhole(kind) || how === 'refused';
}

/**
 * A node between quiesce and drain looks well to its peers, and so does one that is not put back afterwards: only its
 * clients miss it.
 */
function closedText(kind: StepKind, isOver: boolean, { unquiesce }: NodeCommands): string {
  if (kind === 'unquiesce' && !isOver) {
    return ': it is back, but perhaps not put back to where `quiesce` took it away from clients';
  }
  if (kind !== 'quiesce') return '';
  const may = isOver ? '' : 'perhaps ';
  const then = unquiesce ? ', then the command `unquiesce`' : '';
  return `: it is up, but ${may}serves no clients; \`nodetool enablebinary\` there lets them in again${then}`;
}

/** A step that goes on in the node whatever becomes of this run; undefined: there is none. */
export function goesOn(
  { nodes }: Pick<Plan, 'nodes'>,
  { newest }: Pick<Progress, 'newest'>,
): string | undefined {
  if (newest?.node.state !== 'started') return undefined;
  const { address, node } = newest;
  const last = lastStepOf(node);
  const steps = nodes.find((each) => each.address === address)?.steps ?? [];
  if (!last || last.isOver || steps[last.index]?.kind !== 'upgradesstables') return undefined;
  return `${address} goes on rewriting SSTables, and serves`;
}

/** The node that was begun and not finished, or is as the run that is taken back left it; undefined: none. */
export function partWay(
  plan: Pick<Plan, 'nodes' | 'undoes'>,
  progress: Pick<Progress, 'newest' | 'earlier'>,
): PartWay | undefined {
  const begun = begunPartWay(plan, progress);
  if (begun || !plan.undoes) return begun;
  const left = plan.nodes.find(
    ({ address, leftWith }) => leftWith && !progressOf(progress, address),
  );
  return left && { address: left.address, text: `${left.address} is part-way (${left.reason})` };
}

/** The node that was begun and not finished, and how far it came; undefined: none. */
export function begunPartWay(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: Pick<Progress, 'newest' | 'earlier'>,
): PartWay | undefined {
  const started = startedIn(progress);
  for (const { address, steps, commands } of among(nodes, started)) {
    const node = progressOf(progress, address);
    // Without a step nothing was done to it.
    const last = node && lastStepOf(node);
    const step = last && steps[last.index];
    if (!step || isWholeAfter(step, node.steps[last.index])) continue;
    const where = `${last.isOver ? 'after' : 'in'} ${step.kind}`;
    return {
      address,
      text: `${address} is part-way (${where})${closedText(step.kind, last.isOver, commands)}`,
    };
  }
  return undefined;
}

/** In the order of the plan. Nearly always it is one, which need not be looked for among a thousand. */
function among(nodes: Plan['nodes'], started: ReadonlySet<string>): Plan['nodes'] {
  if (started.size > 1) return nodes.filter(({ address }) => started.has(address));
  const [only = ''] = started;
  const node = byAddress(nodes).get(only);
  return node ? [node] : [];
}
