import { livedWith } from '../model/allowed.ts';
import type { HowEnded } from '../model/event.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Instant } from '../model/instant.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { snapshotTag } from '../model/snapshot-tag.ts';
import type { StepKind } from '../model/step.ts';
import { notAsLeft, silentNotes, type Standings } from './as-left.ts';
import type { PlanResult } from './build.ts';
import { commandProblems, filledCommands, stepsFor } from './commands.ts';
import { withDigest } from './digest.ts';
import { lossOf, modeNotes } from './loss-of.ts';
import { refused, usage, type PlanProblem } from './problem.ts';
import { takesBack } from './takes-back.ts';
import { wavesBack } from './waves/waves-back.ts';
import { crosses, isOpenedBy, lineOf, stepsBack } from './steps-back.ts';

/** A node as a run has left it. */
export interface TakenBack {
  readonly address: string;
  readonly isDone: boolean;
  /** Its new release was started, or may have been: files of it may be on the disks. */
  readonly isStarted: boolean;
  /** Gossip generation when the run began with it. */
  readonly generationBefore: number;
  /** The step that was begun last; `isCutOff`: how it ended is not known. */
  readonly last?: { readonly kind: StepKind; readonly isCutOff: boolean };
}

export interface WayBackRequest {
  readonly runId: string;
  /** What the run carried out. */
  readonly plan: Plan;
  /** So many records its journal has: a run that has gone on since is another one. */
  readonly records: number;
  /** The newest first. */
  readonly taken: readonly TakenBack[];
  readonly standings: Standings;
  /** The nodes that are done as well, or only the one that was left part-way. */
  readonly all: boolean;
  readonly inventory: Inventory;
  readonly at: Instant;
  /** Undefined: it has not. */
  readonly ended?: HowEnded | undefined;
  readonly next: Pick<NextCommands, 'resume' | 'settle' | 'plan'>;
}

/** The name that such a plan has in the place of a playbook's. */
export const wayBackName = 'rollback';

/**
 * A plan that puts nodes of a run back on the release they came from, the newest first. Possible while the
 * new release was never started on them, within a release line, and over those lines that are known to have a
 * way back (facts/upgrade-rules 1.1 and 5.4). What was written in a format that the old release does not open
 * has none but the snapshot.
 */
export function planWayBack(request: WayBackRequest): PlanResult {
  const { plan, all } = request;
  const taken = request.taken.filter(({ isDone }) => all || !isDone);
  const problems = problemsOf(request, taken);
  const [target] = targetsOf(plan, taken);
  if (problems.length > 0 || target === undefined) {
    return { kind: 'problems', problems, findings: [] };
  }
  return { kind: 'plan', plan: withDigest(wayBack(request, taken, target)) };
}

function problemsOf(request: WayBackRequest, taken: readonly TakenBack[]): readonly PlanProblem[] {
  const { plan, runId, next, standings } = request;
  if (plan.toVersion === undefined || !installs(plan)) {
    return [
      usage(
        `run ${runId} changes no release: there is none to go back to`,
        'look how it stands: ringward upgrade status',
      ),
    ];
  }
  if (plan.undoes) return [takesBack(request, plan.undoes.runId)];
  const moved = notAsLeft(runId, plan, standings, next);
  if (moved) return [moved];
  if (taken.length === 0) return [nothingTaken(request)];
  const cutOff = taken.filter(mayStillAct);
  if (cutOff.length > 0) return [stillActing(request, cutOff)];
  const targets = targetsOf(plan, taken);
  if (targets.length > 1) {
    const hint = 'take back the node that was left alone, or bring all to one release by hand';
    return [refused(`the nodes came from different releases: ${targets.join(', ')}`, hint)];
  }
  const crossing = noWayBack(request, taken, targets[0] ?? '');
  return crossing ? [crossing] : lackingCommands(request, taken);
}

function installs({ nodes }: Plan): boolean {
  return nodes.some(({ steps }) => steps.some(({ kind }) => kind === 'install'));
}

function nothingTaken({ runId, taken }: WayBackRequest): PlanProblem {
  return taken.length === 0
    ? usage(`run ${runId} has changed no node`, 'there is nothing to take back')
    : usage(
        `run ${runId} left no node part-way; ${taken.length} are done`,
        'those that are done are taken back as well with --all',
      );
}

/** What goes on in or on the node whatever becomes of the run. */
export function mayStillAct({ last }: TakenBack): boolean {
  return last?.isCutOff === true && last.kind !== 'await-return' && last.kind !== 'soak';
}

function stillActing({ runId, next }: WayBackRequest, cutOff: readonly TakenBack[]): PlanProblem {
  const steps = cutOff.map(({ address, last }) => `${address}: ${last?.kind ?? 'its last step'}`);
  const [it, they] = cutOff.length === 1 ? ['it', 'the step'] : ['they', 'the steps'];
  return refused(
    `how ${they} ended is not known, and ${it} may still go on (${steps.join(', ')})`,
    `let the run see how ${it} ended, and stop there: ${next.settle(runId)}; then this command again`,
  );
}

function targetsOf({ nodes }: Plan, taken: readonly TakenBack[]): readonly string[] {
  const from = nodes.filter(({ address }) => taken.some((each) => each.address === address));
  return [...new Set(from.map(({ fromVersion }) => fromVersion))].sort();
}

/** Undefined: the old release opens what is there, and what may be there. */
function noWayBack(
  { plan, runId }: WayBackRequest,
  taken: readonly TakenBack[],
  target: string,
): PlanProblem | undefined {
  const [old, newer] = [lineOf(target), lineOf(plan.toVersion)];
  const started = taken.find(({ isStarted }) => isStarted);
  if (!started || (old === newer && old !== '')) return undefined;
  if (isOpenedBy(target, plan.toVersion)) return undefined;
  return refused(
    `${started.address} was started on ${plan.toVersion ?? ''}: ${target} does not open what that wrote`,
    `go on instead, or bring the node back by its snapshot ${snapshotTag(runId)} by hand: docs/playbooks.md, "The way back"`,
  );
}

function lackingCommands(
  { plan, inventory }: WayBackRequest,
  taken: readonly TakenBack[],
): readonly PlanProblem[] {
  const nodes = inventory.nodes.filter(({ address }) =>
    taken.some((each) => each.address === address),
  );
  const unknown = taken.find(({ address }) => !nodes.some((node) => node.address === address));
  if (unknown) {
    const hint = 'give the inventory that the run was made with';
    return [usage(`${unknown.address} is not in the inventory`, hint)];
  }
  const kinds = new Set(
    plan.nodes.flatMap((node) => {
      const back = taken.find(({ address }) => address === node.address);
      return back
        ? stepsBack(node, back.isStarted && crosses(plan, node)).map(({ kind }) => kind)
        : [];
    }),
  );
  return commandProblems(nodes, [...kinds]);
}

/** Findings are why one goes back: they hold no node here. What must be true of every range is judged as ever. */
const gatesBefore = new Set(['topology-unchanged', 'peers-up', 'schema-agreement', 'range-safety']);

function wayBack(
  request: WayBackRequest,
  taken: readonly TakenBack[],
  target: string,
): Omit<Plan, 'digest'> {
  const { plan, runId, records, at } = request;
  const isStarted = taken.some((back) => back.isStarted);
  const isOtherLine = isStarted && crosses(plan, { fromVersion: target });
  const first = taken.flatMap((back) => {
    const node = plan.nodes.find(({ address }) => address === back.address);
    return node ? [nodeBack(request, node, back, target)] : [];
  });
  const others = plan.nodes.filter(({ address }) => taken.every((t) => t.address !== address));
  const { cluster, limits, topologyDigest, consistency, playbookConsistency } = plan;
  const { authenticatorOn, after, cures, baseline } = plan;
  return {
    ...{ format: 1, createdAt: at, cluster, playbook: wayBackName, toVersion: target },
    ...{ limits, topologyDigest, consistency },
    ...(playbookConsistency && { playbookConsistency }),
    ...(authenticatorOn === undefined ? {} : { authenticatorOn }),
    // That run left the cluster frozen, and cannot lift it any more.
    ...(plan.freeze ? { freeze: plan.freeze } : {}),
    ...livedWith(plan),
    before: [
      ...(isOtherLine ? ['storage-mode'] : []),
      ...plan.before.filter((gate) => gatesBefore.has(gate)),
    ],
    ...{ after, cures, baseline },
    warnings: [
      lossOf(plan, target, { isStarted, isOtherLine }),
      ...(isOtherLine ? modeNotes(plan) : []),
      repair,
      ...silentNotes(runId, plan, request.standings),
    ],
    nodes: [...wavesBack(plan.nodes, first), ...others.map((node) => staying(request, node))],
    undoes: { runId, records },
  };
}

function nodeBack(
  { plan, inventory, runId, standings: { now } }: WayBackRequest,
  node: PlannedNode,
  back: TakenBack,
  target: string,
): PlannedNode {
  const own = inventory.nodes.find(({ address }) => address === node.address);
  const steps = stepsBack(node, back.isStarted && crosses(plan, node));
  return {
    ...placeOf(node),
    fromVersion: now.get(node.address) ?? (back.isStarted ? (plan.toVersion ?? target) : target),
    reason: back.isDone
      ? `done by run ${runId}: the newest of them goes back first`
      : `left by run ${runId}${back.last ? ` in ${back.last.kind}` : ''}`,
    steps: own ? stepsFor(steps, own) : steps,
    commands: own ? filledCommands(own, target) : {},
    ...(back.isDone ? {} : { leftWith: { generation: back.generationBefore } }),
  };
}

function staying({ taken, runId, standings }: WayBackRequest, node: PlannedNode): PlannedNode {
  const { left, now } = standings;
  const isDone = taken.some(({ address, isDone: done }) => done && address === node.address);
  const fromVersion = now.get(node.address) ?? left.get(node.address)?.[0] ?? node.fromVersion;
  const reason = isDone ? `done by run ${runId}, and stays so without --all` : 'stays as it is';
  return { ...placeOf(node), fromVersion, reason, leftOut: true };
}

/** Without what the run that is taken back had to do with it. */
function placeOf(node: PlannedNode): PlannedNode {
  const { address, hostId, dc, rack, tokenCount, tokensDigest, fromVersion, reason } = node;
  return {
    ...{ address, hostId, dc, rack, tokenCount, fromVersion, reason, steps: [], commands: {} },
    ...(tokensDigest === undefined ? {} : { tokensDigest }),
  };
}

const repair =
  'writes that a node missed are hinted as in any roll; repair once all nodes run one release';
