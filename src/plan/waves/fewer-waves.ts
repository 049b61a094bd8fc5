import { packInOrder, type NumberedWaves } from './packing.ts';
import type { WaveSpace } from './space.ts';

/** Some hundred milliseconds for a thousand nodes of 256 tokens; for few nodes the rounds end it. */
const workAllowed = 10_000_000;
const roundsPerNode = 20;

/**
 * Packs anew, wave behind wave, until there are no more than `enough` or the work allowed is done.
 * A part of a safe wave is safe, so each wave finds its place again and they never become more; by the order of
 * the waves they become fewer (iterated greedy: Culberson and Luo, "Exploring the k-colorable
 * landscape with iterated greedy", 1996). The same input gives the same waves.
 */
export function fewerWaves(space: WaveSpace, first: NumberedWaves, enough: number): NumberedWaves {
  let waves = first;
  const { count, countedOf } = space;
  const counts = countedOf.reduce((sum, ids) => sum + ids.length, (count * count) / 32);
  let work = 0;
  for (let round = 0; round < roundsPerNode * count && work < workAllowed; round += 1) {
    if (waves.length <= enough) break;
    work += counts + waves.length * count;
    waves = packInOrder(space, anotherOrder(waves, round).flat());
  }
  return waves;
}

/** Of ten rounds five backwards, three by chance, two with the largest first, as the authors advise. */
function anotherOrder(waves: NumberedWaves, round: number): NumberedWaves {
  const turn = round % 10;
  if (turn < 5) return waves.toReversed();
  if (turn < 8) return shuffled(waves, round);
  return waves.toSorted((a, b) => b.length - a.length);
}

/** Fisher and Yates, with a generator that begins anew each time (constants of Numerical Recipes). */
function shuffled(waves: NumberedWaves, seed: number): NumberedWaves {
  const order = [...waves];
  let state = seed;
  for (let last = order.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    const [a, b] = [order[last], order[other]];
    if (a && b) [order[last], order[other]] = [b, a];
  }
  return order;
}
