import { atMost, shareAtMost } from '../../model/binomial.ts';

/** Requests of clients that a coordinator failed: time-outs, unavailables, failures. */
export interface Failed {
  readonly failed: number;
  readonly requests: number;
}

/** So unlikely must it be that chance alone failed as many. */
const chance = 1e-5;
/** The share of others is known to within its bound; twice that is still as with them. */
const tolerance = 2;

/**
 * Whether a node fails requests that its peers, and it itself before, do not. Counted since its warm-up: a
 * cold JVM on a real 5.0.8 timed out 8 requests in 2 s and none after that (facts/lab-facts.md).
 */
export function failsMore(own: Failed, others: readonly Failed[]): boolean {
  if (own.failed === 0 || own.requests === 0) return false;
  const shares = others.map(({ failed, requests }) => shareAtMost(failed, requests));
  if (shares.length === 0) return false;
  const share = Math.min(1, tolerance * Math.max(...shares));
  return 1 - atMost(own.failed - 1, own.requests, share) < chance;
}
