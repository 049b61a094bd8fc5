/**
 * Maps lists of which most items are the same values in the same places as in the list before: of a
 * thousand nodes one was changed, and only that is worked out.
 */
export function mapChanged<T, R>(
  work: (item: T, place: number) => R,
): (items: readonly T[]) => readonly R[] {
  let last: { readonly items: readonly T[]; readonly results: readonly R[] } | undefined;
  return (items) => {
    if (last?.items === items) return last.results;
    const [before, known]: readonly [readonly T[], readonly (R | undefined)[]] = last
      ? [last.items, last.results]
      : [[], []];
    const results = items.map((item, place) => {
      const result = item === before[place] ? known[place] : undefined;
      return result ?? work(item, place);
    });
    last = { items, results };
    return results;
  };
}
