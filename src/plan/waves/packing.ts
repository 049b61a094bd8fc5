import { addBits, emptyBits, hasBit } from './bit-set.ts';
import { fullSets, type FullSets, type WaveSpace } from './space.ts';

/** Numbers of nodes, wave by wave. */
export type NumberedWaves = readonly (readonly number[])[];

/** Wave after wave, each taking what it can of the rest, in the order given. */
export function packInOrder(space: WaveSpace, order: readonly number[]): NumberedWaves {
  const waves: (readonly number[])[] = [];
  const full = fullSets(space);
  let rest = order;
  while (rest.length > 0) {
    const { wave, left } = nextWave(space, rest, full);
    waves.push(wave);
    rest = left;
  }
  return waves;
}

function nextWave(space: WaveSpace, order: readonly number[], full: FullSets) {
  const wave: number[] = [];
  const left: number[] = [];
  const conflicting = emptyBits(space.count);
  for (const node of order) {
    const isOpen = wave.length < space.mostPerWave && !full.has(node) && !hasBit(conflicting, node);
    (isOpen ? wave : left).push(node);
    if (!isOpen) continue;
    full.add(node);
    const conflicts = space.conflicts[node];
    if (conflicts) addBits(conflicting, conflicts);
  }
  for (const node of wave) full.remove(node);
  return { wave, left };
}
