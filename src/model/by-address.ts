interface Addressed {
  readonly address: string;
}

/** Views of the ring are shared and asked about every node: an index is made once for each. */
const remembered = new WeakMap<readonly Addressed[], ReadonlyMap<string, Addressed>>();
const nothing: ReadonlyMap<string, never> = new Map<string, never>();

/** The items by their address; of two with one address the last. The same list has the same index. */
export function byAddress<T extends Addressed>(
  items: readonly T[] | undefined,
): ReadonlyMap<string, T> {
  if (!items) return nothing;
  // What was remembered for a list was made of that list.
  const known = remembered.get(items) as ReadonlyMap<string, T> | undefined;
  if (known) return known;
  const index = new Map(items.map((item) => [item.address, item]));
  remembered.set(items, index);
  return index;
}
