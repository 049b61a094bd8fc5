/**
 * Regressions too small for one node are found over the nodes done. A one-sided sequential test with a
 * half-normal mixture, valid whenever it is looked at: false in at most 0.5 % of rolls. Figures from
 * facts/detection.md 4.4: 1.25 times is found by node 8, 1.15 times by node 31 (medians).
 */
const pooledRule = {
  /** What one node's effect varies by, as a logarithm, when nothing changed. */
  sd: 0.135,
  /** Sizes of regressions that are looked for. */
  tau: 0.2,
  alpha: 0.005,
  /** So much slower is still as before. */
  tolerance: 1.05,
};

/** The factors of some nodes, one after the other. */
export interface PooledSoFar {
  readonly nodes: number;
  /** Of their logarithms. */
  readonly sum: number;
  /** By how much they are above what is tolerated, as logarithms. */
  readonly above: number;
  /** At any of them it was found. */
  readonly isWorse: boolean;
}

export const nonePooled: PooledSoFar = { nodes: 0, sum: 0, above: 0, isWorse: false };

export interface Pooled {
  readonly nodes: number;
  /** The geometric mean of their factors. */
  readonly effect: number;
  readonly isWorse: boolean;
}

/** With the factor of one node more. */
export function pooledWith(before: PooledSoFar, effect: number): PooledSoFar {
  const { sd, tau, alpha, tolerance } = pooledRule;
  const nodes = before.nodes + 1;
  const sum = before.sum + Math.log(effect);
  const above = before.above + Math.log(effect) - Math.log(tolerance);
  const variance = 1 / (1 / tau ** 2 + nodes / sd ** 2);
  const mean = (variance * above) / sd ** 2;
  const z = mean / Math.sqrt(variance);
  const ratio = ((2 * Math.sqrt(variance)) / tau) * Math.exp(z ** 2 / 2) * normalBelow(z);
  const isWorse = before.isWorse || (above > 0 && ratio >= 1 / alpha);
  return { nodes, sum, above, isWorse };
}

/** Of at least one node. */
export function pooledOf({ nodes, sum, isWorse }: PooledSoFar): Pooled {
  return { nodes, effect: Math.exp(sum / nodes), isWorse };
}

/** Share of the standard normal distribution below z, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const beyond = (poly * Math.exp(-(z ** 2) / 2)) / Math.sqrt(2 * Math.PI);
  return z >= 0 ? 1 - beyond : beyond;
}
