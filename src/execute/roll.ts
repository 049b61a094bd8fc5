import type { Progress, UpgradeEvent } from '../model/event.ts';
import type { GateJudgement } from '../model/gate.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandResult } from '../ports/runner.ts';
import type { NodeContext } from '../steps/step.ts';
import type { Comparison } from './comparison.ts';
import type { Control } from './control.ts';

/** An event before it has its time. */
export type EventBody = UpgradeEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at'>
    : never
  : never;

/** What the gates said of one node of a look. */
export interface JudgedNode {
  readonly node: PlannedNode;
  readonly judgements: readonly GateJudgement[];
}

/** What the loop needs; made by run.ts from ports, plan and catalogue. */
export interface Run {
  readonly runId: string;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly next: NextCommands;
  /** Stamps, journals (on disk when it resolves) and shows. */
  emit(event: EventBody): Promise<void>;
  progress(): Progress;
  /** Runs a command for the whole cluster, on this machine; nothing cuts it short but its limit. */
  runHere(argv: readonly string[]): Promise<CommandResult>;
  /** Before an act on the node. Throws LockLost when the cluster is not this very process's any more. */
  requireOwn(node: PlannedNode): Promise<void>;
  /** What operators have asked of this run since. */
  control(): Promise<Control>;
  contextFor(node: PlannedNode): NodeContext;
  /** One look at the gates before nodes that are to be stopped side by side; as in `Judge`, it may rest on another. */
  readonly judgeBefore: (
    nodes: readonly PlannedNode[],
    mayRest: boolean,
  ) => Promise<readonly JudgedNode[]>;
  /** Of those gates that can be judged of a node that another run left, and that does not serve. */
  readonly judgeLeft: Run['judgeBefore'];
  readonly baseline: Comparison['baseline'];
  /** First Ctrl-C: finish the node, then stop. */
  readonly softSignal: AbortSignal;
}
