import { applyEvent, noProgress, type HowEnded, type UpgradeEvent } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import { snapshotTag } from '../model/snapshot-tag.ts';
import { downOf, laterOf, rolledOf, type Plan, type PlannedNode } from '../model/plan.ts';
import type { StepOutcome } from '../model/step.ts';

/** What a run did, from its journal; format 1 of report.json. Times are ISO, lengths in ms. */
export interface RollReport {
  readonly format: 1;
  readonly kind: 'ringward-roll-report';
  readonly runId: string;
  readonly cluster: string;
  readonly playbook: string;
  readonly toVersion: string | null;
  readonly limits: string;
  /** `running` when the journal has no end yet; `died` when it has none and nobody holds the lock. */
  readonly how: HowEnded | 'running' | 'died';
  readonly reason: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** How often the run was taken up again. */
  readonly resumed: number;
  readonly nodes: readonly RolledNode[];
  /** What a finished run left on nodes, to be removed when it is to stay. */
  readonly left: { readonly snapshot: string; readonly nodes: readonly string[] } | null;
  /** Nodes to be rolled that were down when the plan was made: they are as they were. */
  readonly later: readonly string[];
  /** Others that were down, and allowed to be, when the gate that counts them last passed. */
  readonly downSince: readonly string[];
  /** What stands still because of the run: the command that lifts it, as it is run. */
  readonly frozen: { readonly unfreeze: readonly string[] } | null;
}

export interface RolledNode {
  readonly address: string;
  readonly dc: string;
  readonly rack: string;
  readonly fromVersion: string;
  /** Absent: it is taken alone. */
  readonly wave?: number;
  readonly state: 'waiting' | 'started' | 'done';
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly steps: readonly RolledStep[];
  /** Gates that were not passed at the first look, with the reason. */
  readonly held: readonly { readonly gate: string; readonly reason: string }[];
}

export interface RolledStep {
  readonly kind: string;
  readonly how: StepOutcome['kind'] | 'skipped' | 'started';
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly note: string | null;
}

export function toRollReport(plan: Plan, events: readonly UpgradeEvent[]): RollReport {
  const { runId, startedAt } = beginning(plan, events);
  return {
    format: 1,
    kind: 'ringward-roll-report',
    runId,
    cluster: plan.cluster,
    playbook: plan.playbook,
    toVersion: plan.toVersion ?? null,
    limits: plan.limits.set,
    ...ending(events),
    startedAt,
    endedAt: events.at(-1)?.at ?? plan.createdAt,
    resumed: events.filter((event) => event.type === 'run-resumed').length,
    nodes: rolledOf(plan.nodes).map((node) => toRolledNode(node, events)),
    later: laterOf(plan.nodes),
    downSince: downSince(plan, events),
    left: leftBy(runId, events),
    frozen: frozenBy(plan, events),
  };
}

/** While a run may be taken up again its snapshots are its own. */
function leftBy(runId: string, events: readonly UpgradeEvent[]): RollReport['left'] {
  const { how } = ending(events);
  if (how !== 'complete' && how !== 'aborted') return null;
  const taken = events.flatMap((event) =>
    event.type === 'step-started' && event.kind === 'snapshot' ? [event.node] : [],
  );
  const nodes = [...new Set(taken)];
  return nodes.length === 0 ? null : { snapshot: snapshotTag(runId), nodes };
}

function downSince({ nodes }: Plan, events: readonly UpgradeEvent[]): readonly string[] {
  const passes = events.flatMap((event) =>
    event.type === 'gate-judged' && event.gate === 'peers-up' && event.verdict.kind === 'pass'
      ? [event.verdict.down ?? []]
      : [],
  );
  const later = new Set(downOf(nodes));
  return (passes.at(-1) ?? []).filter((address) => !later.has(address));
}

function frozenBy({ freeze }: Plan, events: readonly UpgradeEvent[]): RollReport['frozen'] {
  const isFrozen = freeze && events.reduce(applyEvent, noProgress).isFrozen;
  return isFrozen ? { unfreeze: freeze.unfreeze } : null;
}

function beginning(plan: Plan, events: readonly UpgradeEvent[]) {
  const start = events.find(
    (event) => event.type === 'run-started' || event.type === 'run-resumed',
  );
  if (start?.type !== 'run-started' && start?.type !== 'run-resumed') {
    return { runId: '', startedAt: plan.createdAt };
  }
  return { runId: start.runId, startedAt: start.at };
}

/** A run that was taken up again after its end is running. */
function ending(events: readonly UpgradeEvent[]): Pick<RollReport, 'how' | 'reason'> {
  const end = events.findLast(
    (event) => event.type === 'run-ended' || event.type === 'run-resumed',
  );
  if (end?.type !== 'run-ended') return { how: 'running', reason: null };
  return { how: end.how, reason: end.reason ?? null };
}

function toRolledNode(node: PlannedNode, all: readonly UpgradeEvent[]): RolledNode {
  const events = all.filter((event) => 'node' in event && event.node === node.address);
  const started = events.find((event) => event.type === 'node-started');
  const done = events.find((event) => event.type === 'node-done');
  return {
    address: node.address,
    dc: node.dc,
    rack: node.rack,
    fromVersion: node.fromVersion,
    ...(node.wave === undefined ? {} : { wave: node.wave }),
    state: done ? 'done' : started ? 'started' : 'waiting',
    startedAt: started?.at ?? null,
    endedAt: done?.at ?? null,
    steps: toRolledSteps(events),
    held: events.flatMap((event) =>
      event.type === 'gate-judged' && event.verdict.kind !== 'pass'
        ? [{ gate: event.gate, reason: event.verdict.reason }]
        : [],
    ),
  };
}

/**
 * One row for every time a step was begun: a step done again after a crash has two. One that was cut off and then seen
 * to be over is skipped, from its beginning until it was seen.
 */
function toRolledSteps(events: readonly UpgradeEvent[]): readonly RolledStep[] {
  const steps: RolledStep[] = [];
  for (const event of events) {
    if (event.type === 'step-started') {
      steps.push({
        kind: event.kind,
        how: 'started',
        startedAt: event.at,
        endedAt: null,
        note: null,
      });
    } else if (event.type === 'step-skipped') {
      const { kind, at, reason } = event;
      const cutOff = takeCutOff(steps, kind);
      const startedAt = cutOff?.startedAt ?? at;
      steps.push({ kind, how: 'skipped', startedAt, endedAt: at, note: reason });
    } else if (event.type === 'step-ended') {
      const begun = steps.pop();
      steps.push({
        kind: event.kind,
        how: event.outcome.kind,
        startedAt: begun?.startedAt ?? event.at,
        endedAt: event.at,
        note: noteOf(event.outcome),
      });
    }
  }
  return steps;
}

/** The last row, taken away, where it is of this step and has no end. */
function takeCutOff(steps: RolledStep[], kind: string): RolledStep | undefined {
  const last = steps.at(-1);
  return last?.kind === kind && last.how === 'started' ? steps.pop() : undefined;
}

function noteOf(outcome: StepOutcome): string | null {
  return outcome.kind === 'done' ? (outcome.note ?? null) : outcome.reason;
}
