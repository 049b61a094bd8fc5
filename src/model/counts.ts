export function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const each of numbers) sum += each;
  return sum;
}

export function addTo<K>(counts: Map<K, number>, key: K, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

/** How often each was counted in all of them together. */
export function addedCounts<K>(all: readonly ReadonlyMap<K, number>[]): Map<K, number> {
  const added = new Map<K, number>();
  for (const counts of all) for (const [key, times] of counts) addTo(added, key, times);
  return added;
}
