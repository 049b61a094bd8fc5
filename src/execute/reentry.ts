import { lastStepOf, type NodeProgress } from '../model/node-progress.ts';
import type { PlannedStep, StepKind } from '../model/step.ts';

/** What the node itself shows when a run comes back to it. */
export interface NodeReality {
  readonly process: 'running' | 'stopped' | 'unknown';
  /** Started again since the run began with it, on the target release. */
  readonly isRestarted: boolean;
}

/**
 * The step at which an interrupted node is taken up again. The journal says how far the acts went,
 * the node corrects it: a process that died is started again, one that somebody started by hand on
 * the old version is drained again. Pure.
 */
export function reentryStep(
  steps: readonly PlannedStep[],
  progress: NodeProgress,
  reality: NodeReality,
): number {
  const at = (kind: StepKind) => steps.findIndex((step) => step.kind === kind);
  const next = nextByJournal(progress);
  if (at('stop') < 0) return next;
  if (reality.isRestarted) return Math.max(next, at('start') + 1);
  if (reality.process === 'stopped') {
    return Math.min(Math.max(next, at('stop') + 1), at('start'));
  }
  const isBetweenStopAndStart = next > at('stop') && next < at('start');
  if (reality.process === 'running' && isBetweenStopAndStart) return 0;
  return next;
}

/** After the last step that ended well; the last step itself when its act may be half done. */
function nextByJournal(progress: NodeProgress): number {
  const last = lastStepOf(progress);
  if (!last) return 0;
  return last.isOver ? last.index + 1 : last.index;
}
