import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Series, Snapshot, SourceId } from '../model/snapshot.ts';
import { startClientProbe } from './client-view.ts';
import type { CollectContext } from './context.ts';
import { collectSnapshot } from './snapshot.ts';

/** What to ask, and when. */
export interface SeriesRequest {
  /** At the first look. */
  readonly needs: ReadonlySet<SourceId>;
  /** At every look. */
  readonly follows: ReadonlySet<SourceId>;
  /** At the first and the last look: dear, and only their difference matters. */
  readonly ends: ReadonlySet<SourceId>;
  /** From the end of the first look to the beginning of the last; 0 = one look. */
  readonly forMs: number;
}

/** After every look. */
export interface Tick {
  readonly at: Instant;
  /** When the last look is due. */
  readonly until: Instant;
  readonly snapshot: Snapshot;
}

/** Looks at the cluster every `limits.tickMs` until the time is over or the deadline is there. */
export async function collectSeries(
  nodes: readonly InventoryNode[],
  request: SeriesRequest,
  given: CollectContext,
  onTick: (tick: Tick) => void = () => undefined,
): Promise<Series> {
  const { needs, follows, ends, forMs } = request;
  const everything = new Set([...needs, ...follows, ...ends]);
  const withProcesses = { ...given, processes: given.processes ?? new Map() };
  const probe =
    forMs > 0 && everything.has('client-view') ? startClientProbe(nodes, withProcesses) : undefined;
  const context = { ...withProcesses, ...(probe ? { probe } : {}) };
  try {
    const first = await collectSnapshot(nodes, everything, context);
    const until = given.ports.clock.now() + forMs;
    onTick({ at: given.ports.clock.now(), until, snapshot: first });
    if (forMs <= 0) return [first];
    const later = { ...context, rings: false };
    const wanted = { follows, last: new Set([...follows, ...ends]) };
    return [first, ...(await lookOn(nodes, wanted, until, later, onTick))];
  } finally {
    await probe?.stop();
  }
}

async function lookOn(
  nodes: readonly InventoryNode[],
  wanted: { readonly follows: ReadonlySet<SourceId>; readonly last: ReadonlySet<SourceId> },
  until: Instant,
  context: CollectContext,
  onTick: (tick: Tick) => void,
): Promise<Series> {
  const { clock } = context.ports;
  const looks: Snapshot[] = [];
  let due = clock.now();
  for (let isLast = false; !isLast;) {
    // A look that took longer than a tick puts the next one off; none is made up for.
    due = Math.min(until, Math.max(due + context.limits.tickMs, clock.now()));
    await clock.sleep(Math.max(0, due - clock.now()), context.signal);
    isLast = clock.now() >= until || isOver(context);
    const snapshot = await collectSnapshot(nodes, isLast ? wanted.last : wanted.follows, context);
    looks.push(snapshot);
    onTick({ at: clock.now(), until, snapshot });
  }
  return looks;
}

function isOver({ deadlineAt, ports }: CollectContext): boolean {
  return deadlineAt !== undefined && ports.clock.now() >= deadlineAt;
}
