import type { PlannedNode } from '../../model/plan.ts';

/**
 * The nodes of a way back, in its order, as the run took them: those that it left part-way first, which are down
 * together as it is, then its waves. A part of what was proven to be safe together is safe, and gates prove each wave
 * anew. `run`: the nodes of its plan; where they had no waves, there are none.
 */
export function wavesBack(
  run: readonly PlannedNode[],
  back: readonly PlannedNode[],
): readonly PlannedNode[] {
  const waveOf = new Map(run.map(({ address, wave }) => [address, wave]));
  if (back.every(({ address }) => waveOf.get(address) === undefined)) return back;
  let [number, last] = [0, ''];
  return back.map((node) => {
    const own = node.leftWith ? 'left' : String(waveOf.get(node.address) ?? node.address);
    if (own !== last) number += 1;
    last = own;
    return { ...node, wave: number };
  });
}
