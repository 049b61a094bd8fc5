import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { printable } from '../model/printable.ts';

/**
 * Why there is no plan. `usage`: what was asked for is wrong; `refused`: the cluster is not in a
 * state to be rolled; `cannot-tell`: a source that is needed did not answer.
 */
export interface PlanProblem {
  readonly kind: 'usage' | 'refused' | 'cannot-tell';
  readonly message: string;
  readonly hint: string;
  /** The rule that says so, where it is one that may be accepted. */
  readonly rule?: string;
}

/** What is wrong with the question comes before what is wrong with the cluster. */
export function exitCodeOf(problems: readonly PlanProblem[]): ExitCode {
  const kinds = problems.map(({ kind }) => kind);
  if (kinds.includes('usage')) return exitCodes.usage;
  if (kinds.includes('refused')) return exitCodes.refused;
  return kinds.length === 0 ? exitCodes.ok : exitCodes.cannotTell;
}

export function usage(message: string, hint: string): PlanProblem {
  return problem('usage', message, hint);
}

export function refused(message: string, hint: string): PlanProblem {
  return problem('refused', message, hint);
}

export function cannotTell(message: string, hint: string): PlanProblem {
  return problem('cannot-tell', message, hint);
}

/** Names of racks and keyspaces come from the cluster: nothing in them reaches a terminal as control. */
function problem(kind: PlanProblem['kind'], message: string, hint: string): PlanProblem {
  return { kind, message: printable(message), hint: printable(hint) };
}
