import type { OutsidePhase, PhaseCount } from '../model/outside.ts';
import { count, merged, newTally, viewOfTally } from './client-tally.ts';

/** Tries while they are made, in a size that does not grow with their number. */
export class Count {
  readonly #tally;

  constructor(tally = newTally()) {
    this.#tally = tally;
  }

  static sum(counts: readonly Count[]): Count {
    return new Count(merged(counts.map((each) => each.#tally)));
  }

  succeeded(ms: number): void {
    count(this.#tally, { latencyMs: ms });
  }
  failed(errorClass: string): void {
    count(this.#tally, { latencyMs: 0, errorClass });
  }
  toValue(): PhaseCount {
    const { requests: tries, errors: failures, p50Ms, p99Ms } = viewOfTally(this.#tally);
    return { tries, failures, p50Ms, p99Ms };
  }
}

/** One count for each key, made on first use. */
export class Counts<K extends string> {
  readonly #counts = new Map<K, Count>();
  of(key: K): Count {
    const count = this.#counts.get(key) ?? new Count();
    this.#counts.set(key, count);
    return count;
  }
  toValues(): readonly (readonly [K, PhaseCount])[] {
    return [...this.#counts].map(([key, count]) => [key, count.toValue()]);
  }
}

export type PhaseCounts = Counts<OutsidePhase>;
