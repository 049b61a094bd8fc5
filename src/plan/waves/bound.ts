import { describeLimit, type StopLimits } from '../../rules/stop-limits.ts';
import { conflictClique } from './conflict-clique.ts';
import { searchHeaviest } from './heaviest-wave.ts';
import { nodesOf, type WaveSpace } from './space.ts';
import type { NumberedWaves } from './packing.ts';

/** However they are cut, so many waves are needed at least. */
export interface WavesBound {
  readonly atLeast: number;
  readonly because: string;
}

/** What is found quickly: the size allowed, a replica set, nodes that exclude each other. */
export function quickBound(space: WaveSpace): WavesBound {
  return [sizeBound(space), setBound(space.limits), cliqueBound(space)].reduce(higher);
}

/** Where that leaves a gap to the waves found, the fractional bound is looked for as well. */
export function betterBound(space: WaveSpace, quick: WavesBound, found: NumberedWaves): WavesBound {
  return quick.atLeast < found.length ? higher(quick, fractionalBound(space, found)) : quick;
}

function higher(best: WavesBound, next: WavesBound): WavesBound {
  return next.atLeast > best.atLeast ? next : best;
}

function sizeBound({ count, mostPerWave }: WaveSpace): WavesBound {
  if (count <= mostPerWave) return { atLeast: Math.min(count, 1), because: 'one wave for a DC' };
  return {
    atLeast: Math.ceil(count / mostPerWave),
    because: `${count} nodes, ${mostPerWave} a wave`,
  };
}

/** Of a set of which so many may be down together no wave takes more. */
function setBound(limits: StopLimits): WavesBound {
  const { starts, most } = limits;
  let [atLeast, tightest] = [0, -1];
  most.forEach((allowed, id) => {
    const waves = Math.ceil(((starts[id + 1] ?? 0) - (starts[id] ?? 0)) / allowed);
    if (waves > atLeast) [atLeast, tightest] = [waves, id];
  });
  return { atLeast, because: tightest < 0 ? '' : describeLimit(limits, tightest) };
}

function cliqueBound({ conflicts, limits }: WaveSpace): WavesBound {
  const clique = conflictClique(conflicts);
  const [one = -1, other = -1] = clique;
  const shared = limits.most.findIndex((most, id) => {
    const nodes = most === 1 ? nodesOf(limits, id) : [];
    return nodes.includes(one) && nodes.includes(other);
  });
  const example = shared < 0 ? '' : `, as in ${describeLimit(limits, shared)}`;
  return {
    atLeast: clique.length,
    because: `no two of ${clique.length} nodes may be down together${example}`,
  };
}

/** Some hundred milliseconds, whatever the size: then the bound is as good as it has become. */
const workAllowed = 15_000_000;
const roundsPerNode = 10;

/** What a node of a wave that turned out the heaviest keeps of its weight for the next round. */
const keeps = 0.9;

/**
 * Weighs the nodes so that they need as many waves as possible: all alike at first, then less for those of
 * the heaviest wave, again and again. So it comes close to the fractional bound of set covering. Of
 * use where waves are small or nodes are few; of many nodes some are looked at.
 */
function fractionalBound(space: WaveSpace, waves: NumberedWaves): WavesBound {
  const order = waves.flat();
  const weights = Array.from({ length: space.count }, () => 1);
  const tightest = setBound(space.limits).because;
  let best: WavesBound = { atLeast: 0, because: '' };
  let workLeft = workAllowed;
  for (let round = 0; round < roundsPerNode * space.count && workLeft > 0; round += 1) {
    if (best.atLeast >= waves.length) break;
    const search = searchHeaviest(space, order, weights, workLeft);
    // Weights are fractions: a bound is not raised by what may be an error of rounding.
    const atLeast = Math.ceil(search.atLeast - 1e-6);
    const because = `too few of ${search.among} nodes may be down together, as in ${tightest}`;
    best = higher(best, { atLeast, because });
    workLeft = search.workLeft;
    for (const node of search.heaviest ?? []) weights[node] = (weights[node] ?? 0) * keeps;
  }
  return best;
}
