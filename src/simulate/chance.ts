/**
 * A number in [0, 1) that depends on nothing but its keys: the same seed gives the same run, in
 * whatever order things are asked (FNV-1a with the finish of MurmurHash3).
 */
export function chance(seed: number, ...keys: readonly (string | number)[]): number {
  return hash(seed, keys.join('\n')) / 2 ** 32;
}

/** A whole number from `min` to `max`, both included. */
export function wholeBetween(
  min: number,
  max: number,
  seed: number,
  ...keys: readonly (string | number)[]
): number {
  return min + Math.floor(chance(seed, ...keys) * (max - min + 1));
}

/** A UUID of version 4 that depends on nothing but its keys. */
export function uuidOf(seed: number, ...keys: readonly (string | number)[]): string {
  const part = (index: number) =>
    hash(seed, [...keys, index].join('\n'))
      .toString(16)
      .padStart(8, '0');
  const hex = [0, 1, 2, 3].map(part).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function hash(seed: number, text: string): number {
  let h = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
