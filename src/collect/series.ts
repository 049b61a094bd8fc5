import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Series, Snapshot, SourceId } from '../model/snapshot.ts';
import { startClientProbe } from './client-view.ts';
import { remembering, type CollectContext } from './context.ts';
import { isDue, minuteMs } from './look-pace.ts';
import { collectSnapshot } from './snapshot.ts';

/** What to ask, and when. */
export interface SeriesRequest {
  /** At the first look. */
  readonly needs: ReadonlySet<SourceId>;
  /** At every look. */
  readonly follows: ReadonlySet<SourceId>;
  /** At the first and the last look, and once a minute between them. */
  readonly ends: ReadonlySet<SourceId>;
  /** From the end of the first look to the beginning of the last; 0 = one look. */
  readonly forMs: number;
  /** Of a recording: its looks. No look is made at another time, whatever `forMs` says. */
  readonly dues?: readonly Due[];
}

/** A look that was made: when it began, and whether what is dear was asked. */
export interface Due {
  readonly at: Instant;
  readonly asksEnds: boolean;
}

/** After every look. */
export interface Tick {
  readonly at: Instant;
  /** When the last look is due. */
  readonly until: Instant;
  /** What is dear was asked, too. */
  readonly asksEnds: boolean;
  readonly snapshot: Snapshot;
}

/** Looks at the cluster every `limits.tickMs` until the time is over or the deadline is there. */
export async function collectSeries(
  nodes: readonly InventoryNode[],
  request: SeriesRequest,
  given: CollectContext,
  onTick: (tick: Tick) => void = () => undefined,
): Promise<Series> {
  const { needs, follows, ends, forMs, dues } = request;
  const everything = new Set([...needs, ...follows, ...ends]);
  const context = withProbe(nodes, forMs > 0 && everything.has('client-view'), given);
  try {
    const first = await collectSnapshot(nodes, everything, context);
    const until = dues?.at(-1)?.at ?? given.ports.clock.now() + forMs;
    onTick({ at: given.ports.clock.now(), until, asksEnds: true, snapshot: first });
    if (forMs <= 0) return [first];
    const later = { ...context, rings: false };
    const wanted = { follows, withEnds: new Set([...follows, ...ends]), dues: dues?.slice(1) };
    return [first, ...(await lookOn(nodes, wanted, until, later, onTick))];
  } finally {
    await context.probe?.stop();
  }
}

/** Processes are asked for once, and reads go on from look to look. */
function withProbe(
  nodes: readonly InventoryNode[],
  isWanted: boolean,
  given: CollectContext,
): CollectContext {
  const context = remembering(given);
  return isWanted ? { ...context, probe: startClientProbe(nodes, context) } : context;
}

interface LaterLooks {
  readonly follows: ReadonlySet<SourceId>;
  readonly withEnds: ReadonlySet<SourceId>;
  readonly dues?: readonly Due[] | undefined;
}

async function lookOn(
  nodes: readonly InventoryNode[],
  { follows, withEnds, dues }: LaterLooks,
  until: Instant,
  context: CollectContext,
  onTick: (tick: Tick) => void,
): Promise<Series> {
  const { clock } = context.ports;
  const looks: Snapshot[] = [];
  const areEndsDue = endsByTime(context);
  // A look that took longer than a tick puts the next one off; none is made up for.
  const nextDue = (after: Instant) =>
    Math.min(until, Math.max(after + context.limits.tickMs, clock.now()));
  let due = clock.now();
  for (let isLast = false; !isLast;) {
    const made = dues?.[looks.length];
    due = made?.at ?? nextDue(due);
    await clock.sleep(Math.max(0, due - clock.now()), context.signal);
    isLast = isOver(context) || (dues ? due >= until : clock.now() >= until);
    const asksEnds = made?.asksEnds ?? areEndsDue(isLast);
    const snapshot = await collectSnapshot(nodes, asksEnds ? withEnds : follows, context);
    looks.push(snapshot);
    onTick({ at: clock.now(), until, asksEnds, snapshot });
  }
  return looks;
}

/** At the last look, and once a minute before it. */
function endsByTime({ limits, ports: { clock } }: CollectContext) {
  let askedAt = clock.now();
  return (isLast: boolean): boolean => {
    const now = clock.now();
    const areDue = isLast || isDue(askedAt, now, minuteMs, limits);
    if (areDue) askedAt = now;
    return areDue;
  };
}

function isOver({ deadlineAt, ports }: CollectContext): boolean {
  return deadlineAt !== undefined && ports.clock.now() >= deadlineAt;
}
