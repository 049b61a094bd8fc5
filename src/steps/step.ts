import type { Instant } from '../model/instant.ts';
import type { GateJudgement, Reach } from '../model/gate.ts';
import type { PlannedNode } from '../model/plan.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import type { StepKind, StepOutcome, StepParams } from '../model/step.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandResult } from '../ports/runner.ts';

/** A node as a step meets it. Nothing here knows how the node is reached. */
export interface NodeContext {
  readonly node: PlannedNode;
  /** Its machine is another one: commands are led there. */
  readonly isReached: boolean;
  /** Names what a step leaves on the node. */
  readonly runId: string;
  /** So much of a file system is to stay free, in %. */
  readonly minFreePercent: number;
  /** Gossip generation before the node was begun; a newer one means it has been restarted since. */
  readonly generationBefore: number | undefined;
  /** Fatal lines of its log up to the one of this time are of an earlier start; undefined: nobody looked. */
  fatalBefore(): string | undefined;
  /** The release the node must come back with; undefined for a restart. */
  readonly targetVersion: string | undefined;
  readonly clock: Clock;
  readonly pollMs: number;
  /** Fires when the operator wants to leave at once. Only waits obey it; acts are finished. */
  readonly signal: AbortSignal;
  /** What the step is waiting for, for the live view. */
  say(reason: string): void;
  /** A question by a command of the inventory. */
  run(argv: readonly string[], timeoutMs: number): Promise<CommandResult>;
  /**
   * A command that changes something: never cut short by Ctrl-C, and where the node is reached by a link it outlives
   * that, and is found again.
   */
  act(kind: StepKind, argv: readonly string[], timeoutMs: number): Promise<CommandResult>;
  nodetoolCall(args: readonly string[]): readonly string[];
  /** The same call as an operator can type it. */
  nodetoolLine(args: readonly string[]): string;
  /** A command of the inventory as an operator can type it. */
  typedLine(argv: readonly string[]): string;
  /** What any look asks of a node, asked of this one alone. */
  ask<S extends SourceId>(source: S): Promise<Seen<SourceValues[S]>>;
  /** `Mode:` of netstats: NORMAL, DRAINING, DRAINED ... */
  mode(): Promise<Seen<string>>;
  /** What the node says of itself through CQL. */
  self(): Promise<Seen<NodeSelf>>;
  /** Seen to be back since then, with nothing done to it in between; undefined: a step has acted since, or a run. */
  readonly seenSince?: Instant | undefined;
  /** Whether the steps after the return end with a look at which every node is asked. */
  readonly isSoaked: boolean;
  /**
   * One look at those gates before the node that must still hold when it is closed to clients. `mayRest`: far off only who
   * answers is asked, when the look before was a moment ago.
   */
  judgeClosed(mayRest: boolean): Promise<readonly GateJudgement[]>;
  /** One look at whether every other node is up: of many nodes in the views of those near it. */
  judgeOthers(): Promise<readonly GateJudgement[]>;
  /** One look at the gates after the node. */
  judgeAfter(reach: Reach): Promise<readonly GateJudgement[]>;
  /** The same and the findings that hold a roll. */
  judgeSoak(reach: Reach): Promise<readonly GateJudgement[]>;
  /** One look at its latencies beside those of its peers; absent: nothing is compared. */
  readonly compare?: () => Promise<Compared>;
}

/** What one look of a comparison came to. */
export interface Compared {
  readonly judgement: GateJudgement;
  /** False: the node itself gave no answer. */
  readonly isSeen: boolean;
  /** After so long another look tells something new. */
  readonly nextInMs: number;
}

export interface NodeSelf {
  /** Gossip generation, in seconds since 1970: newer after every restart. */
  readonly generation: number;
  readonly releaseVersion: string;
}

/** One kind of step. Safe to repeat: `isDone` is asked of the node, not of the journal. */
export interface Step<K extends StepKind> {
  readonly kind: K;
  isDone(context: NodeContext): Promise<boolean>;
  run(params: StepParams[K], context: NodeContext): Promise<StepOutcome>;
}
