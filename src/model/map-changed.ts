/**
 * Maps lists of which most items are the same values in the same places as in the list before: of a
 * thousand nodes one was changed, and only that is worked out. Where no result changes the list of
 * results is the very same, so that what follows from it need not be worked out again.
 */
export function mapChanged<T, R>(
  work: (item: T, place: number) => R,
): (items: readonly T[]) => readonly R[] {
  let last: { readonly items: readonly T[]; readonly results: readonly R[] } | undefined;
  return (items) => {
    if (last?.items === items) return last.results;
    const isComparable = last?.items.length === items.length;
    const results = last && isComparable ? patched(last, items, work) : items.map(work);
    last = { items, results };
    return results;
  };
}

function patched<T, R>(
  before: { readonly items: readonly T[]; readonly results: readonly R[] },
  items: readonly T[],
  work: (item: T, place: number) => R,
): readonly R[] {
  let results: R[] | undefined;
  for (let place = 0; place < items.length; place += 1) {
    const item = items[place] as T;
    if (item === before.items[place]) continue;
    const result = work(item, place);
    if (result === before.results[place]) continue;
    // Copied as a whole only where something is to be changed.
    results ??= before.results.slice();
    results[place] = result;
  }
  return results ?? before.results;
}
