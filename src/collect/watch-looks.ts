import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { isGap } from '../model/look-gap.ts';
import type { Snapshot, SourceId } from '../model/snapshot.ts';
import { startClientProbe, type ProbePace } from './client-view.ts';
import { remembering, type CollectContext } from './context.ts';
import { isDue, minuteMs } from './look-pace.ts';
import { collectSnapshot } from './snapshot.ts';

/** What a watch asks: at every look, once a minute, and at a whole look, every five. */
export interface WatchSources {
  readonly follows: ReadonlySet<SourceId>;
  readonly ends: ReadonlySet<SourceId>;
  readonly needs: ReadonlySet<SourceId>;
}

export interface WatchLook {
  readonly look: Snapshot;
  /** What is asked once a minute was asked. */
  readonly isMinute: boolean;
  /** Everything was asked. */
  readonly isWhole: boolean;
  /** Since when nothing kept us from the look: the one before was judged. Undefined: there was none. */
  readonly idleSince: Instant | undefined;
}

const wholeMs = 300_000;

/** Whoever judges a look may take his time; longer it was the process that stood still. */
const longestJudgingMs = 300_000;

/** A watch goes on for hours: one read a second through each node, of which the newest minutes count. */
const gently: ProbePace = { betweenReadsMs: 1_000, overMs: 180_000 };

/**
 * Look after look, `limits.tickMs` apart, until the time is over or the signal fires (it is thrown then).
 * None is kept. `forMs` counts from the end of the first one, as everywhere.
 */
export async function* watchLooks(
  nodes: readonly InventoryNode[],
  sources: WatchSources,
  forMs: number,
  given: CollectContext,
): AsyncGenerator<WatchLook> {
  const { clock } = given.ports;
  const started = remembering(given);
  const probe = startClientProbe(nodes, started, gently);
  const context = { ...started, probe };
  const wanted = sourcesByTime(sources, context);
  let until = Infinity;
  try {
    let idleSince: Instant | undefined;
    for (let due = clock.now(); ;) {
      const { isWhole, isMinute, asked } = wanted(clock.now(), idleSince ?? -Infinity);
      const look = await collectSnapshot(nodes, asked, context);
      const endedAt = clock.now();
      until = Math.min(until, endedAt + forMs);
      yield { look, isWhole, isMinute, idleSince };
      if (endedAt >= until) return;
      const judgedAt = clock.now();
      idleSince = judgedAt - endedAt <= longestJudgingMs ? judgedAt : endedAt;
      // A look that took longer than a tick puts the next one off; none is made up for.
      due = Math.min(until, Math.max(due + context.limits.tickMs, clock.now()));
      await clock.sleep(Math.max(0, due - clock.now()), context.signal);
    }
  } finally {
    await probe.stop();
  }
}

/** What is due at a time. After a gap all of it is. */
function sourcesByTime(sources: WatchSources, { limits }: CollectContext) {
  const { follows, ends, needs } = sources;
  const everything = new Set([...follows, ...ends, ...needs]);
  const minutely = new Set([...follows, ...ends]);
  let [wholeAt, minuteAt] = [-Infinity, -Infinity];
  return (now: Instant, idleSince: Instant) => {
    const isWhole = isDue(wholeAt, now, wholeMs, limits) || isGap(idleSince, now, limits);
    const isMinute = isWhole || isDue(minuteAt, now, minuteMs, limits);
    if (isWhole) wholeAt = now;
    if (isMinute) minuteAt = now;
    return { isWhole, isMinute, asked: isWhole ? everything : isMinute ? minutely : follows };
  };
}
