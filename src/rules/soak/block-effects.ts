import { median } from '../../model/median.ts';
import type { Usual } from '../../model/soak.ts';
import type { BlockRule } from './block-rule.ts';

/** One look at a latency: natural logarithms, of the node and of each peer, in the order of the peers. */
export interface Tick {
  /** After the restart, in ms; before the stop it does not matter. */
  readonly sinceMs: number;
  readonly own: number | undefined;
  readonly peers: readonly (number | undefined)[];
}

/** What the node was itself, where there is nobody to compare with. */
const alone: Usual['offsets'] = [];

/** Undefined: the node was never seen, or with peers, never beside one. */
export function usualOf(
  before: readonly Tick[],
  fewestTicks: number,
  comparesPeers: boolean,
): Usual | undefined {
  const seen = before.filter(({ own }) => own !== undefined);
  const offsets = comparesPeers ? offsetsOf(seen, fewestTicks) : alone;
  const centre = median(
    seen.flatMap((tick) => excessOf(tick, { offsets, centre: 0 }, comparesPeers) ?? []),
  );
  if (seen.length < fewestTicks || centre === undefined) return undefined;
  return { offsets, centre, ticks: seen.length };
}

function offsetsOf(seen: readonly Tick[], fewestTicks: number): Usual['offsets'] {
  const peers = Math.max(0, ...seen.map((tick) => tick.peers.length));
  return Array.from({ length: peers }, (_, peer) => {
    const apart: number[] = [];
    for (const { own, peers: others } of seen) {
      const other = others[peer];
      if (own !== undefined && other !== undefined) apart.push(own - other);
    }
    return apart.length < fewestTicks ? null : (median(apart) ?? null);
  });
}

/** How far the node is above what is usual beside its peers, at one look. */
function excessOf(
  { own, peers }: Tick,
  { offsets, centre }: Pick<Usual, 'offsets' | 'centre'>,
  comparesPeers: boolean,
): number | undefined {
  if (own === undefined) return undefined;
  if (!comparesPeers) return own - centre;
  const excesses: number[] = [];
  offsets.forEach((offset, peer) => {
    const other = peers[peer];
    if (offset !== null && other !== undefined) excesses.push(own - other - offset);
  });
  const middle = median(excesses);
  return middle === undefined ? undefined : middle - centre;
}

/**
 * The factor of every whole block since the warm-up, oldest first: the median of its looks, so that a
 * pause in one of them does not count. Undefined for a block with too few looks.
 */
export function blockEffects(
  after: readonly Tick[],
  usual: Usual,
  rule: Pick<BlockRule, 'warmUpMs' | 'blockMs'>,
  { fewestInBlock, comparesPeers }: { fewestInBlock: number; comparesPeers: boolean },
): readonly (number | undefined)[] {
  const last = after.at(-1)?.sinceMs ?? 0;
  const count = Math.max(0, Math.floor((last - rule.warmUpMs) / rule.blockMs));
  const blocks: number[][] = Array.from({ length: count }, () => []);
  for (const tick of after) {
    // A look tells of the time before it.
    const block = Math.ceil((tick.sinceMs - rule.warmUpMs) / rule.blockMs) - 1;
    const excess = block < 0 ? undefined : excessOf(tick, usual, comparesPeers);
    if (excess !== undefined) blocks[block]?.push(excess);
  }
  return blocks.map((excesses) => {
    const middle = excesses.length < fewestInBlock ? undefined : median(excesses);
    return middle === undefined ? undefined : Math.exp(middle);
  });
}
