import type { OutsidePhase, PhaseCount } from '../model/outside.ts';

/** Tries while they are made. */
export class Count {
  readonly #failures = new Map<string, number>();
  readonly #latenciesMs: number[] = [];

  static sum(counts: readonly Count[]): Count {
    const sum = new Count();
    for (const count of counts) {
      for (const ms of count.#latenciesMs) sum.#latenciesMs.push(ms);
      for (const [name, failed] of count.#failures) {
        sum.#failures.set(name, (sum.#failures.get(name) ?? 0) + failed);
      }
    }
    return sum;
  }

  succeeded(ms: number): void {
    this.#latenciesMs.push(ms);
  }
  failed(errorClass: string): void {
    this.#failures.set(errorClass, (this.#failures.get(errorClass) ?? 0) + 1);
  }
  get tries(): number {
    const failed = [...this.#failures.values()].reduce((sum, count) => sum + count, 0);
    return this.#latenciesMs.length + failed;
  }
  toValue(): PhaseCount {
    const sorted = this.#latenciesMs.toSorted((a, b) => a - b);
    return {
      tries: this.tries,
      failures: Object.fromEntries(this.#failures),
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
    };
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

const samplesForPercentiles = 100;

/** Nearest rank. Below 100 samples no percentile is honest. */
function percentile(sorted: readonly number[], share: number): number | undefined {
  if (sorted.length < samplesForPercentiles) return undefined;
  return sorted[Math.ceil(share * sorted.length) - 1];
}
