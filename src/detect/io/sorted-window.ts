/** The last `size` values, kept in order, so that a quantile is a look-up. */
export interface SortedWindow {
  push(value: number): void;
  /** Linear between neighbours; 0 while empty. */
  quantile(share: number): number;
  size(): number;
}

export function sortedWindow(size: number): SortedWindow {
  const inOrder: number[] = [];
  const inTime: number[] = [];
  return {
    push(value) {
      inTime.push(value);
      inOrder.splice(placeOf(inOrder, value), 0, value);
      const oldest = inTime.length > size ? inTime.shift() : undefined;
      if (oldest !== undefined) inOrder.splice(placeOf(inOrder, oldest), 1);
    },
    quantile(share) {
      const at = share * (inOrder.length - 1);
      const below = inOrder[Math.floor(at)] ?? 0;
      const above = inOrder[Math.ceil(at)] ?? below;
      return below + (above - below) * (at - Math.floor(at));
    },
    size: () => inOrder.length,
  };
}

/** Index of the first value that is not smaller. */
function placeOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
