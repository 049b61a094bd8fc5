import type { GateJudgement, WaitLimit } from '../model/gate.ts';
import type { Clock } from '../ports/clock.ts';

/** Time spent waiting, charged to the limit of what was waited for. */
export interface WaitBudget {
  /**
   * Told at every look what is waited for now; undefined: nothing. True when its limit is used up.
   * A gate with a limit of its own does not spend the common one, nor the other way round.
   */
  isUsedUp(limit: WaitLimit | undefined): boolean;
}

export function waitBudget(clock: Clock): WaitBudget {
  const spentMs = new Map<string, number>();
  let last: { readonly name: string | undefined; readonly at: number } = { name: undefined, at: 0 };
  return {
    isUsedUp(limit) {
      const at = clock.now();
      if (last.name !== undefined) {
        spentMs.set(last.name, (spentMs.get(last.name) ?? 0) + at - last.at);
      }
      last = { name: limit?.name, at };
      return limit !== undefined && (spentMs.get(limit.name) ?? 0) >= limit.ms;
    },
  };
}

/** `also`: the other gates that hold. */
export interface Held extends GateJudgement {
  readonly also?: readonly string[];
}

/**
 * The judgement a look is held by, undefined when every gate passed: what refuses before what
 * waits, and what has only the common limit before what has one of its own, so that hints are
 * waited for only once everything else holds.
 */
export function heldBy(judgements: readonly GateJudgement[]): Held | undefined {
  const held = judgements.filter(({ verdict }) => verdict.kind !== 'pass');
  const first =
    held.find(({ verdict }) => verdict.kind === 'refuse') ??
    held.find(({ limit }) => limit === undefined) ??
    held[0];
  if (!first || held.length === 1) return first;
  return { ...first, also: held.filter((each) => each !== first).map(({ gate }) => gate) };
}

/** `600 s (limit hintsWait)` */
export function describeLimit({ name, ms }: WaitLimit): string {
  return `${ms / 1_000} s (limit ${name})`;
}

export function reasonOf({ gate, verdict, also = [] }: Held): string {
  const others = also.length === 0 ? '' : ` (held by ${also.join(', ')}, too)`;
  return verdict.kind === 'pass' ? `${gate}: passed` : `${gate}: ${verdict.reason}${others}`;
}
