import { collectSeries, type Due, type SeriesRequest, type Tick } from '../collect/series.ts';
import { openJmx } from '../collect/jmx-clients.ts';
import { openSessions } from '../collect/sessions.ts';
import { collectSnapshot } from '../collect/snapshot.ts';
import { turnsOf } from '../collect/turns.ts';
import { detectors } from '../detect/index.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Series, Snapshot, SourceId } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { planSources } from './make-plan.ts';

export interface Watch {
  /** 0 = one look. */
  readonly forMs: number;
  readonly deadlineAt?: Instant;
  /** Of a recording: its looks. */
  readonly dues?: readonly Due[];
}

export interface Watched {
  readonly series: Series;
  /** What a plan and a twin need beside: replica sets, keyspaces, sizes of tables. */
  readonly standing: Snapshot;
}

/** What every detector needs, for as long as asked. */
export async function watchFindings(
  inventory: Inventory,
  watch: Watch,
  ports: Ports,
  onTick: (tick: Tick) => void = () => undefined,
): Promise<Series> {
  return await withSessions(inventory, watch, ports, (context) =>
    collectSeries(inventory.nodes, requestFor(watch), context, onTick),
  );
}

/** The same, and after it what changes seldom: all that any reading command asks. */
export async function watchAll(
  inventory: Inventory,
  watch: Watch,
  ports: Ports,
  onTick: (tick: Tick) => void = () => undefined,
): Promise<Watched> {
  const { nodes } = inventory;
  return await withSessions(inventory, watch, ports, async (context) => {
    const series = await collectSeries(nodes, requestFor(watch), context, onTick);
    const standing = await collectSnapshot(nodes, standingSources(), { ...context, rings: true });
    return { series, standing };
  });
}

export type Context = Parameters<typeof collectSeries>[2];

/** Sessions and connections for the time of the work; JMX and CQL are closed after it. */
export async function withSessions<T>(
  { limits, cql, jmx: access, via, nodes }: Inventory,
  { deadlineAt, dues }: Pick<Watch, 'deadlineAt' | 'dues'>,
  ports: Ports,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { live, signal } = ports;
  const sessions = openSessions({ ...ports, access: cql, limits });
  // A recording answers as it was asked then.
  const commands = turnsOf(dues ? Infinity : limits.concurrency);
  const jmx = openJmx({ ...ports, access, limits, commands, deadlineAt });
  live.update(`asking ${nodes.length} nodes`);
  try {
    return await work({
      ports,
      limits,
      signal,
      sessions,
      jmx,
      commands,
      via,
      ...(deadlineAt === undefined ? {} : { deadlineAt }),
    });
  } finally {
    live.stop();
    await Promise.all([sessions.closeAll(), jmx.closeAll()]);
  }
}

function requestFor({ forMs, dues }: Watch): SeriesRequest {
  const ends = sourcesOf((detector) => detector.ends ?? []);
  return {
    needs: new Set([...sourcesOf((detector) => detector.needs), ...ends]),
    follows: sourcesOf((detector) => detector.follows),
    ends,
    forMs,
    ...(dues ? { dues } : {}),
  };
}

export function sourcesOf(
  pick: (detector: (typeof detectors)[number]) => readonly SourceId[],
): ReadonlySet<SourceId> {
  return new Set(detectors.flatMap(pick));
}

function standingSources(): ReadonlySet<SourceId> {
  const needed = sourcesOf((detector) => detector.needs);
  // In which storage_compatibility_mode a node is gossip does not tell.
  const all = [...planSources, 'disk-usage', 'settings'] as const;
  return new Set(all.filter((source) => !needed.has(source)));
}
