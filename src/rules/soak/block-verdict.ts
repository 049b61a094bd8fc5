import { median } from '../../model/median.ts';
import type { BlockRule } from './block-rule.ts';

/** What the blocks say of one latency of one node. */
export interface BlockVerdict {
  readonly kind: 'CONTINUE' | 'HOLD' | 'STOP';
  /** Blocks up to the one that decided, those without an answer too. */
  readonly blocks: number;
  /** Blocks without an answer among them. */
  readonly unseen: number;
  /** The middle of the newest blocks; undefined: none was seen. */
  readonly effect: number | undefined;
  /** The lowest and the highest of them. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Block after block, until one decides: what decided once is not taken back by later blocks. */
export function blockVerdict(
  effects: readonly (number | undefined)[],
  rule: BlockRule,
  mayStop = true,
): BlockVerdict {
  for (let blocks = 1; blocks <= effects.length; blocks += 1) {
    const seen = effects.slice(0, blocks);
    if (isAsBefore(seen, rule)) return told('CONTINUE', seen, rule.continueBlocks);
    if (mayStop && isWorse(seen, rule)) return told('STOP', seen, rule.stopOf);
  }
  return told('HOLD', effects, rule.stopOf);
}

function isAsBefore(
  effects: readonly (number | undefined)[],
  { continueBlocks, continueBelow }: BlockRule,
): boolean {
  const newest = effects.slice(-continueBlocks);
  const isLow = (effect: number | undefined) => effect !== undefined && effect < continueBelow;
  return newest.length === continueBlocks && newest.every(isLow);
}

function isWorse(effects: readonly (number | undefined)[], rule: BlockRule): boolean {
  const { warmUpMs, blockMs, stopFromMs, stopOf, stopBlocks, stopAbove, meltsBelow } = rule;
  if (warmUpMs + effects.length * blockMs < stopFromMs) return false;
  const newest = effects.slice(-stopOf);
  const high = newest.filter((effect) => effect !== undefined && effect > stopAbove);
  if (high.length < stopBlocks) return false;
  const half = Math.floor(newest.length / 2);
  const [older, newer] = [middleOf(newest.slice(0, half)), middleOf(newest.slice(half))];
  return older !== undefined && newer !== undefined && newer >= meltsBelow * older;
}

function middleOf(effects: readonly (number | undefined)[]): number | undefined {
  return median(effects.filter((effect) => effect !== undefined));
}

function told(
  kind: BlockVerdict['kind'],
  effects: readonly (number | undefined)[],
  count: number,
): BlockVerdict {
  const newest = effects.slice(-count).filter((effect) => effect !== undefined);
  const isSeen = newest.length > 0;
  return {
    kind,
    blocks: effects.length,
    unseen: effects.filter((effect) => effect === undefined).length,
    effect: median(newest),
    from: isSeen ? Math.min(...newest) : undefined,
    to: isSeen ? Math.max(...newest) : undefined,
  };
}
