/** Groups in the order in which their keys first appear. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  let last: { readonly key: K; readonly group: T[] } | undefined;
  for (const item of items) {
    const key = keyOf(item);
    // Items of one group often follow one another.
    const group = last && last.key === key ? last.group : (groups.get(key) ?? []);
    if (group.length === 0) groups.set(key, group);
    group.push(item);
    if (last?.group !== group) last = { key, group };
  }
  return groups;
}
