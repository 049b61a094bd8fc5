import type { Instant } from './instant.ts';
import type { StepOutcome } from './step.ts';

/** How far a run has come with one node. */
export interface NodeProgress {
  readonly state: 'started' | 'done';
  readonly takenAt: Instant;
  /** Gossip generation when the node was begun. */
  readonly generationBefore: number | undefined;
  /** When its process was started anew; undefined: not yet. */
  readonly restartedAt?: Instant;
  /** Fatal lines of its log up to the one of this time are known; empty: none were, undefined: nobody looked. */
  readonly fatalBefore?: string | undefined;
  /** Outcome by step index; `started` means the act may or may not have happened. */
  readonly steps: Readonly<Record<number, 'started' | 'skipped' | StepOutcome['kind']>>;
  /** When its last step was begun, also for a second time. */
  readonly stepAt?: Instant;
  /** The same, but of one that was cut off when it was begun first: its act may go on since then. */
  readonly actAt?: Instant;
  /** Spent in steps that ended: what lay between two parts of a run is not counted. */
  readonly workedMs?: number;
}

/** The last step that was begun, and whether it ended well; undefined: none was begun. */
export function lastStepOf(
  node: Pick<NodeProgress, 'steps'>,
): { readonly index: number; readonly isOver: boolean } | undefined {
  const indexes = Object.keys(node.steps).map(Number);
  if (indexes.length === 0) return undefined;
  const index = Math.max(...indexes);
  const how = node.steps[index];
  return { index, isOver: how === 'done' || how === 'skipped' || how === 'fell-back' };
}
