/** Lists of whole numbers, each kept once; its number is its place among them. */
export interface DistinctLists {
  /** The number of the list; a new one is added. */
  readonly idOf: (list: readonly number[]) => number;
  readonly size: () => number;
  /** All lists behind each other: list `id` is from `starts[id]` to before `starts[id + 1]`. */
  readonly items: readonly number[];
  readonly starts: readonly number[];
}

/**
 * A hash table in flat arrays: at a thousand nodes of 256 tokens half a million lists are asked for,
 * and an object or a key each would cost more than all that is done with them.
 */
export function distinctLists(): DistinctLists {
  const items: number[] = [];
  const starts = [0];
  const size = () => starts.length - 1;
  let slots = new Int32Array(1_024).fill(-1);
  const isAt = (id: number, list: readonly number[]) => {
    const start = starts[id] ?? 0;
    if (start + list.length !== starts[id + 1]) return false;
    for (let at = 0; at < list.length; at += 1) if (items[start + at] !== list[at]) return false;
    return true;
  };
  const slotOf = (list: readonly number[]) => {
    let slot = hashOf(list) & (slots.length - 1);
    for (let id = slots[slot] ?? -1; id >= 0 && !isAt(id, list); id = slots[slot] ?? -1) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  };
  const grow = () => {
    slots = new Int32Array(slots.length * 2).fill(-1);
    for (let id = 0; id < size(); id += 1) {
      slots[slotOf(items.slice(starts[id], starts[id + 1]))] = id;
    }
  };
  const add = (list: readonly number[], slot: number) => {
    for (const item of list) items.push(item);
    starts.push(items.length);
    slots[slot] = size() - 1;
    if (size() * 2 > slots.length) grow();
    return size() - 1;
  };
  const idOf = (list: readonly number[]) => {
    const slot = slotOf(list);
    const known = slots[slot] ?? -1;
    return known >= 0 ? known : add(list, slot);
  };
  return { idOf, size, items, starts };
}

/** FNV-1a over whole numbers, with the high bits mixed into the low. */
function hashOf(list: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const item of list) hash = Math.imul(hash ^ item, 0x01000193);
  return hash ^ (hash >>> 15);
}
