/** Small whole numbers, 32 to a word. */
export type BitSet = Uint32Array;

export function emptyBits(count: number): BitSet {
  return new Uint32Array(Math.ceil(count / 32));
}

export function hasBit(bits: BitSet, at: number): boolean {
  return ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0;
}

export function setBit(bits: BitSet, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}

export function addBits(bits: BitSet, more: BitSet): void {
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) | (more[at] ?? 0);
}

export function keepBits(bits: BitSet, kept: BitSet): void {
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) & (kept[at] ?? 0);
}

export function countBits(bits: BitSet): number {
  let count = 0;
  for (let word of bits) for (; word !== 0; word &= word - 1) count += 1;
  return count;
}
