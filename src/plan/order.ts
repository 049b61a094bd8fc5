import { groupBy } from '../model/group-by.ts';

export interface PlacedNode {
  readonly address: string;
  readonly dc: string;
  readonly rack: string;
}

export interface OrderedNode<T extends PlacedNode> {
  readonly node: T;
  /** Why it stands here. */
  readonly reason: string;
}

const byNumber = new Intl.Collator('en', { numeric: true });

/**
 * DC by DC, within a DC rack by rack, within a rack by address; the first node is the canary. So at
 * any time the work is in one rack, and NetworkTopologyStrategy has the other replicas elsewhere.
 */
export function orderNodes<T extends PlacedNode>(nodes: readonly T[]): readonly OrderedNode<T>[] {
  const ordered = [...nodes].sort(
    (a, b) =>
      byNumber.compare(a.dc, b.dc) ||
      byNumber.compare(a.rack, b.rack) ||
      byNumber.compare(a.address, b.address),
  );
  const places = placesIn(ordered);
  return ordered.map((node, index) => {
    const place = places.get(node) ?? '';
    return { node, reason: index === 0 ? `canary, first of all: ${place}` : place };
  });
}

/** In words where each is. */
function placesIn(ordered: readonly PlacedNode[]): ReadonlyMap<PlacedNode, string> {
  const places = new Map<PlacedNode, string>();
  const dcs = [...groupBy(ordered, ({ dc }) => dc)];
  dcs.forEach(([dc, inDc], dcAt) => {
    const racks = [...groupBy(inDc, ({ rack }) => rack)];
    racks.forEach(([rack, inRack], rackAt) => {
      const where = `dc ${dc} (${dcAt + 1} of ${dcs.length}), rack ${rack} (${rackAt + 1} of ${racks.length})`;
      inRack.forEach((node, at) => {
        places.set(node, `${where}, node ${at + 1} of ${inRack.length}`);
      });
    });
  });
  return places;
}
