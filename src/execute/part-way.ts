import { byAddress } from '../model/by-address.ts';
import { progressOf, type Progress } from '../model/event.ts';
import { lastStepOf, type NodeProgress } from '../model/node-progress.ts';
import type { NodeCommands } from '../model/inventory.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import type { PlannedStep, StepKind } from '../model/step.ts';

type NodesProgress = Pick<Progress, 'newest' | 'earlier' | 'begun'>;

export interface PartWay {
  /** One, but of a wave perhaps several. */
  readonly addresses: readonly [string, ...string[]];
  /** `10.0.0.1 is part-way (after drain)`, of each. */
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

/** Steps that go on in their nodes whatever becomes of this run; undefined: there is none. */
export function goesOn(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: NodesProgress,
): string | undefined {
  const at = startedNodes(nodes, progress).flatMap(({ planned, node }) => {
    const last = lastStepOf(node);
    const isAtWork = last && !last.isOver && planned.steps[last.index]?.kind === 'upgradesstables';
    return isAtWork ? [planned.address] : [];
  });
  if (at.length === 0) return undefined;
  const [go, serve] = at.length === 1 ? ['goes', 'serves'] : ['go', 'serve'];
  return `${at.join(', ')} ${go} on rewriting SSTables, and ${serve}`;
}

/** The nodes that were begun and not finished, or are as the run that is taken back left them; undefined: none. */
export function partWay(
  plan: Pick<Plan, 'nodes' | 'undoes'>,
  progress: NodesProgress,
): PartWay | undefined {
  const left = plan.undoes ? leftNodes(plan, progress) : [];
  return together([...begunNodes(plan, progress), ...left]);
}

/** The nodes that were begun and not finished, and how far each came; undefined: none. */
export function begunPartWay(
  plan: Pick<Plan, 'nodes'>,
  progress: NodesProgress,
): PartWay | undefined {
  return together(begunNodes(plan, progress));
}

interface NodePartWay {
  readonly address: string;
  readonly text: string;
}

function together(nodes: readonly NodePartWay[]): PartWay | undefined {
  const [first, ...others] = nodes.map(({ address }) => address);
  if (first === undefined) return undefined;
  return { addresses: [first, ...others], text: nodes.map(({ text }) => text).join(', ') };
}

/** As another run left them, and this one has not come to them. */
function leftNodes(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: NodesProgress,
): readonly NodePartWay[] {
  return nodes
    .filter(({ address, leftWith }) => leftWith && !progressOf(progress, address))
    .map(({ address, reason }) => ({ address, text: `${address} is part-way (${reason})` }));
}

function begunNodes(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: NodesProgress,
): readonly NodePartWay[] {
  return startedNodes(nodes, progress).flatMap(({ planned, node }) => {
    const { address, steps, commands } = planned;
    // Without a step nothing was done to it.
    const last = lastStepOf(node);
    const step = last && steps[last.index];
    if (!step || isWholeAfter(step, node.steps[last.index])) return [];
    const where = `${last.isOver ? 'after' : 'in'} ${step.kind}`;
    const closed = closedText(step.kind, last.isOver, commands);
    return [{ address, text: `${address} is part-way (${where})${closed}` }];
  });
}

function startedNodes(nodes: Plan['nodes'], progress: NodesProgress) {
  return among(nodes, progress.begun).flatMap((planned) => {
    const node = progressOf(progress, planned.address);
    return node ? [{ planned, node }] : [];
  });
}

/** In the order of the plan. Nearly always it is one, which need not be looked for among a thousand. */
function among(nodes: Plan['nodes'], begun: Progress['begun']): Plan['nodes'] {
  if (begun.length > 1) return nodes.filter(({ address }) => begun.includes(address));
  const [only = ''] = begun;
  const node = byAddress(nodes).get(only);
  return node ? [node] : [];
}

/** On its way down or up: from the first step that takes it from clients until it is seen to be back. */
export function isAway(
  { address, steps, leftWith }: PlannedNode,
  progress: NodesProgress,
): boolean {
  const node = progressOf(progress, address);
  if (node?.state === 'done') return false;
  const last = node && lastStepOf(node);
  const step = last && steps[last.index];
  if (!step || isWholeAfter(step, node.steps[last.index])) return leftWith !== undefined;
  const returned = node.steps[steps.findIndex(({ kind }) => kind === 'await-return')];
  return returned !== 'done' && returned !== 'skipped';
}
