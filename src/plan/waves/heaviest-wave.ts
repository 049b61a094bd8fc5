import { emptyBits, hasBit } from './bit-set.ts';
import { fullSets, type WaveSpace } from './space.ts';

export interface WaveSearch {
  /** The heaviest safe wave of all; undefined: not found within the work allowed. */
  readonly heaviest: readonly number[] | undefined;
  /** So many waves, or part of one, are needed for some of the nodes and so for all. */
  readonly atLeast: number;
  /** For so many nodes it was reckoned, of which a wave holds so many at most (by weight). */
  readonly among: number;
  readonly workLeft: number;
}

/**
 * Looks for the safe wave of the largest weight, of whatever size. Nodes are added to the search one by one
 * from the end of `order`; what those behind can weigh at most cuts off what cannot win (Östergård, "A
 * new algorithm for the maximum-weight clique problem", 1999; of waves it needs only that a part of
 * a safe one is safe). If no safe wave of some nodes weighs more than w, they need their weight / w waves.
 */
export function searchHeaviest(
  space: WaveSpace,
  order: readonly number[],
  weights: readonly number[],
  workAllowed: number,
): WaveSearch {
  const full = fullSets(space);
  const wave: number[] = [];
  /** By place: the most that a wave of this node and those behind it weighs. */
  const heaviestFrom = new Float64Array(order.length);
  let best: { readonly nodes: readonly number[]; readonly weight: number } = {
    nodes: [],
    weight: 0,
  };
  let workLeft = workAllowed;
  const take = (place: number, behind: readonly number[], weight: number): void => {
    const node = order[place] ?? 0;
    const conflicts = space.conflicts[node] ?? emptyBits(0);
    workLeft -= 1 + behind.length + (space.countedOf[node]?.length ?? 0);
    wave.push(node);
    full.add(node);
    const open = behind.filter((other) => {
      const its = order[other] ?? 0;
      return !hasBit(conflicts, its) && !full.has(its);
    });
    search(open, weight + (weights[node] ?? 0));
    full.remove(node);
    wave.pop();
  };
  const search = (places: readonly number[], weight: number): void => {
    if (weight > best.weight) best = { nodes: [...wave], weight };
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index] ?? 0;
      if (workLeft < 0 || weight + (heaviestFrom[place] ?? 0) <= best.weight) return;
      take(place, places.slice(index + 1), weight);
    }
  };
  let [atLeast, among, weightBehind] = [0, 0, 0];
  for (let place = order.length - 1; place >= 0; place -= 1) {
    take(place, placesBehind(place, order.length), 0);
    if (workLeft < 0) return { heaviest: undefined, atLeast, among, workLeft };
    heaviestFrom[place] = best.weight;
    weightBehind += weights[order[place] ?? 0] ?? 0;
    if (weightBehind / best.weight <= atLeast) continue;
    [atLeast, among] = [weightBehind / best.weight, order.length - place];
  }
  return { heaviest: best.nodes, atLeast, among, workLeft };
}

function placesBehind(place: number, end: number): readonly number[] {
  return Array.from({ length: end - place - 1 }, (_, index) => place + 1 + index);
}
