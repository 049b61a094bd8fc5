import type { Instant } from './instant.ts';

/** One request through the driver, as the client saw it. */
export interface CqlOutcome {
  readonly at: Instant;
  readonly coordinator: string;
  readonly latencyMs: number;
  /** Absent when the request succeeded. */
  readonly errorClass?: string;
}

/** Outcomes until somebody takes them, oldest first. */
export interface OutcomeLog {
  readonly add: (outcome: CqlOutcome) => void;
  /** Those since the last time. */
  readonly take: () => readonly CqlOutcome[];
}

/** Of those that nobody takes: enough for 100 requests a second over five minutes. */
const kept = 30_000;

export function outcomeLog(): OutcomeLog {
  let outcomes: CqlOutcome[] = [];
  return {
    add(outcome) {
      if (outcomes.length >= kept) outcomes.splice(0, kept / 10);
      outcomes.push(outcome);
    },
    take() {
      const taken = outcomes;
      outcomes = [];
      return taken;
    },
  };
}
