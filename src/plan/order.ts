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
  return ordered.map((node, index) => ({ node, reason: reasonFor(node, index, ordered) }));
}

function reasonFor(node: PlacedNode, index: number, ordered: readonly PlacedNode[]): string {
  const dcs = [...new Set(ordered.map(({ dc }) => dc))];
  const inDc = ordered.filter(({ dc }) => dc === node.dc);
  const racks = [...new Set(inDc.map(({ rack }) => rack))];
  const inRack = inDc.filter(({ rack }) => rack === node.rack);
  const place =
    `dc ${node.dc} (${dcs.indexOf(node.dc) + 1} of ${dcs.length}), ` +
    `rack ${node.rack} (${racks.indexOf(node.rack) + 1} of ${racks.length}), ` +
    `node ${inRack.indexOf(node) + 1} of ${inRack.length}`;
  return index === 0 ? `canary, first of all: ${place}` : place;
}
