import { onceForEach } from './once-for-each.ts';

interface Addressed {
  readonly address: string;
}

/** Items by their address; of two with one address the last. */
export interface AddressIndex<T> {
  readonly size: number;
  readonly get: (address: string) => T | undefined;
  readonly has: (address: string) => boolean;
  /** In the order of the items; the very same list where another list has the same in the same places. */
  readonly addresses: readonly string[];
}

/** The same list has the same index. Views of the ring are shared and asked about every node. */
export function byAddress<T extends Addressed>(items: readonly T[] | undefined): AddressIndex<T> {
  // What was remembered for a list was made of that list.
  return indexOf(items ?? noItems) as AddressIndex<T>;
}

const noItems: readonly Addressed[] = [];
const placesOf = lastPlaces();

const indexOf = onceForEach((items: readonly Addressed[]): AddressIndex<Addressed> => {
  const { places, addresses } = placesOf(items);
  return {
    size: places.size,
    get: (address) => items[places.get(address) ?? -1],
    has: (address) => places.has(address),
    addresses,
  };
});

interface Standing {
  readonly places: ReadonlyMap<string, number>;
  readonly addresses: readonly string[];
}

/** Where each stands. From look to look the ring has the same nodes in the same places: then it is the same value. */
function lastPlaces(): (items: readonly Addressed[]) => Standing {
  let last = { items: noItems, standing: standingOf(noItems) };
  return (items) => {
    const isSame = haveSamePlaces(last.items, items);
    last = { items, standing: isSame ? last.standing : standingOf(items) };
    return last.standing;
  };
}

function standingOf(items: readonly Addressed[]): Standing {
  const places = new Map(items.map(({ address }, place) => [address, place]));
  return { places, addresses: [...places.keys()] };
}

function haveSamePlaces(some: readonly Addressed[], others: readonly Addressed[]): boolean {
  if (some.length !== others.length) return false;
  for (let place = 0; place < some.length; place += 1) {
    const [one, other] = [some[place], others[place]];
    if (one !== other && one?.address !== other?.address) return false;
  }
  return true;
}
