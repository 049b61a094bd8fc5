/**
 * Lists of numbers behind each other: a quarter of a million ranges as objects would be dear to keep. Numbers of nodes
 * are short, so that those of all ranges stay in the cache of a core.
 */
export interface FlatLists {
  readonly items: Numbers;
  /** List `id` is from `starts[id]` to before `starts[id + 1]`. */
  readonly starts: Uint32Array;
}

export type Numbers = Uint16Array | Uint32Array;

export function listAt({ items, starts }: FlatLists, id: number): Numbers {
  return items.subarray(starts[id] ?? 0, starts[id + 1] ?? 0);
}

/** For each number below `count` the lists it is in. */
export function inverted(lists: FlatLists, count: number): FlatLists {
  const { items, starts } = lists;
  const sizes = new Uint32Array(count);
  for (const item of items) increase(sizes, item, 1);
  return filled(sizes, new Uint32Array(items.length), (put) => {
    forEachList(starts, (id, from, end) => {
      for (let at = from; at < end; at += 1) put(items[at] ?? 0, id);
    });
  });
}

/**
 * For each number below `count` the others of all the lists it is in, list by list. Those lists lie far from each other: read
 * there for one number after the other, nearly each would have to come from memory. Undefined: it would be more than `most`
 * numbers, as where lists hold all of a thousand.
 */
export function besideEach(
  { items, starts }: FlatLists,
  count: number,
  most: number,
): FlatLists | undefined {
  let total = 0;
  forEachList(starts, (_, from, end) => {
    total += (end - from) * (end - from - 1);
  });
  if (total > most) return undefined;
  const sizes = new Uint32Array(count);
  forEachList(starts, (_, from, end) => {
    for (let at = from; at < end; at += 1) increase(sizes, items[at] ?? 0, end - from - 1);
  });
  const others = items instanceof Uint16Array ? new Uint16Array(total) : new Uint32Array(total);
  return filled(sizes, others, (put) => {
    forEachList(starts, (_, from, end) => {
      for (let at = from; at < end; at += 1) {
        for (let other = from; other < end; other += 1) {
          if (other !== at) put(items[at] ?? 0, items[other] ?? 0);
        }
      }
    });
  });
}

/** How many times each number below `count` comes up. */
export function countsOf(numbers: Numbers, count: number): Uint32Array {
  const counts = new Uint32Array(count);
  for (const number of numbers) increase(counts, number, 1);
  return counts;
}

/** The same, in these lists. */
export function countsIn({ items, starts }: FlatLists, ids: Numbers, count: number): Uint32Array {
  const counts = new Uint32Array(count);
  for (const id of ids) {
    const end = starts[id + 1] ?? 0;
    for (let at = starts[id] ?? 0; at < end; at += 1) increase(counts, items[at] ?? 0, 1);
  }
  return counts;
}

function forEachList(
  starts: Uint32Array,
  act: (id: number, from: number, end: number) => void,
): void {
  for (let id = 0; id + 1 < starts.length; id += 1) act(id, starts[id] ?? 0, starts[id + 1] ?? 0);
}

/** Lists of these sizes with what is put into them, in the order in which it is. */
function filled(
  sizes: Uint32Array,
  items: Numbers,
  fill: (put: (list: number, item: number) => void) => void,
): FlatLists {
  const starts = new Uint32Array(sizes.length + 1);
  sizes.forEach((size, list) => (starts[list + 1] = size + (starts[list] ?? 0)));
  const free = starts.slice();
  fill((list, item) => (items[increase(free, list, 1)] = item));
  return { items, starts };
}

/** What stood there before. */
function increase(counts: Uint32Array, at: number, by: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + by;
  return before;
}
