import type { StepOutcome } from '../model/step.ts';
import type { CommandResult } from '../ports/runner.ts';
import { tailOf } from './process-state.ts';

/** The roll is held and the node is as it was; `result`: the command whose last lines say why. */
export function refused(
  reason: string,
  result?: CommandResult,
): Extract<StepOutcome, { kind: 'refused' }> {
  const tail = result ? tailOf(result) : '';
  return { kind: 'refused', reason, ...(tail ? { tail } : {}) };
}
