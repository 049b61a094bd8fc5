/** Types of soak-world.js for tests. */
import type { Tick } from '../../src/rules/soak/block-effects.ts';

export interface SoakRuns {
  readonly runs: number;
  /** Seconds after the restart, in order. */
  readonly continued: readonly number[];
  readonly stopped: readonly number[];
  readonly held: number;
}

/** A judge that has seen the looks before the stop: those after the restart so far, to a verdict. */
export type SoakJudge = (
  before: readonly Tick[],
) => (after: readonly Tick[]) => 'CONTINUE' | 'HOLD' | 'STOP';

export function soakMany(
  judge: SoakJudge,
  wanted: {
    readonly seed: number;
    readonly runs: number;
    readonly slower?: number;
    readonly peers?: number;
    readonly beforeSeconds?: number;
    /** Two: any time between them. */
    readonly taus?: readonly number[];
    readonly isDecayed?: boolean;
    readonly everySeconds?: number;
  },
): SoakRuns;

export function quantile(sorted: readonly number[], share: number): number;
