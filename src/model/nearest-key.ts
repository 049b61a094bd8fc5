/** The known word nearest to a wrong one, or undefined when none is near enough to be meant. */
export function nearestKey(wrong: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, distance: editDistance(simplified(wrong), simplified(word)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (!best) return undefined;
  const allowed = Math.max(1, Math.floor(Math.max(wrong.length, best.word.length) / 3));
  return best.distance <= allowed ? best.word : undefined;
}

/** `did you mean timeout?`, else the list of what is known. */
export function nearestHint(wrong: string, known: readonly string[]): string {
  const nearest = nearestKey(wrong, known);
  return nearest === undefined ? `known here: ${known.join(', ')}` : `did you mean ${nearest}?`;
}

/** `cql_address`, `cql-address` and `cqlAddress` are the same word written three ways. */
function simplified(word: string): string {
  return word.slice(0, 100).toLowerCase().replace(/[-_ ]/g, '');
}

/** Letters inserted, left out, replaced, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(replaced, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(a.length, b.length);
}
