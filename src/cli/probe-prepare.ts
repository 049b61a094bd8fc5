import {
  createProbeTable,
  findProbeTable,
  keptMinutes,
  systemQuestion,
  tableQuestions,
  type DataCentres,
  type Question,
  type TableState,
} from '../collect/probe-table.ts';
import type { CqlSessions } from '../collect/sessions.ts';
import { Interrupted, ToolError, UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { exitCodes } from '../model/outcome.ts';
import type { ProbeDeeds } from '../model/outside.ts';
import { probeKeyspace, probeTable } from '../model/probe-table.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { CqlError } from '../ports/cql.ts';
import type { Ports } from '../ports/index.ts';
import type { ProbeOptions } from './probe-options.ts';

/** What is asked through every coordinator, and why. */
export interface Prepared {
  readonly questions: readonly Question[];
  readonly deeds: Omit<ProbeDeeds, 'written'>;
}

export interface ToPrepare {
  readonly sessions: CqlSessions;
  readonly inventory: Inventory;
  readonly options: ProbeOptions;
  readonly first: Snapshot;
}

/** On a way that drops connections a session may take more than one try. */
const triesToOpen = 3;
/** A session that failed is not opened again sooner (collect/sessions.ts). */
const betweenTriesMs = 1_100;

/**
 * Finds its table, or makes it where that is agreed to. Throws when it was to be made and cannot be, and the
 * signal's reason at once, whatever is still being opened.
 */
export async function prepareProbe(work: ToPrepare, ports: Ports): Promise<Prepared> {
  const { clock, live, signal } = ports;
  const { sessions, inventory, options, first } = work;
  const levels = options.levels ?? inventory.consistency['default'] ?? ['LOCAL_QUORUM'];
  const own = tableQuestions(levels, options.isReadOnly);
  if (own.length === 0) {
    throw new UsageError(
      `nothing can be read at ${levels.join(', ')}`,
      'leave --read-only out, or name a level that reads can have',
    );
  }
  live.update(`looking for ${probeTable}`);
  const state = await unlessAborted(openAndFind(work, ports), signal);
  if (state === 'there') return { questions: own, deeds: deeds('own', false, options) };
  if (!options.mayCreate) {
    return {
      questions: [systemQuestion],
      deeds: { ...deeds('system', false, options), because: whyNot[state] },
    };
  }
  live.update(`making ${probeKeyspace}`);
  const making = createProbeTable(inventory.nodes, dataCentresIn(first), sessions, clock);
  const isNew = await unlessAborted(orExplain(making), signal).catch(tellMaking);
  return { questions: own, deeds: deeds('own', isNew, options) };
}

const whyNot: Readonly<Record<Exclude<TableState, 'there'>, string>> = {
  absent: `${probeTable} does not exist (--create-keyspace makes it)`,
  refused: `the user may not read ${probeTable}`,
  unknown: `no node let us look for ${probeTable}`,
};

/** Every session is opened before time is taken. */
async function openAndFind(
  { sessions, inventory: { nodes } }: ToPrepare,
  { clock, signal }: Ports,
): Promise<TableState> {
  for (let left = triesToOpen; ; left -= 1) {
    await Promise.all(nodes.map((node) => sessions.get(node).catch(ignoreCql)));
    const state = await findProbeTable(nodes, sessions);
    if (state !== 'unknown' || left === 1) return state;
    await clock.sleep(betweenTriesMs, signal);
  }
}

/** Nobody waits for what a signal has made useless. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** It may be made all the same. */
function tellMaking(error: unknown): never {
  if (!(error instanceof Interrupted)) throw error;
  throw new Interrupted(error.signal, `${probeTable} was being made, and may be there: it stays`);
}

/** That a node does not let us in is what the probe is about to tell. */
function ignoreCql(error: unknown): void {
  if (!(error instanceof CqlError)) throw error;
}

function deeds(
  table: ProbeDeeds['table'],
  created: boolean,
  { isReadOnly }: ProbeOptions,
): Prepared['deeds'] {
  return {
    table,
    created,
    name: probeTable,
    keptMinutes,
    because: isReadOnly ? '--read-only' : '',
  };
}

function dataCentresIn({ nodes }: Snapshot): DataCentres {
  const rows = nodes
    .map(({ sources }) => valueOf(sources.status)?.rows ?? [])
    .reduce((most, one) => (one.length > most.length ? one : most), []);
  const counts = new Map<string, number>();
  for (const { dc } of rows) counts.set(dc, (counts.get(dc) ?? 0) + 1);
  if (counts.size > 0) return counts;
  throw new ToolError(
    `no node says which data centres there are: ${probeKeyspace} cannot be made`,
    exitCodes.cannotTell,
    'leave --create-keyspace out, or see what is wrong: ringward health',
  );
}

async function orExplain<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CqlError)) throw error;
    throw new ToolError(
      `${probeKeyspace} cannot be made: ${error.message}`,
      exitCodes.cannotTell,
      'leave --create-keyspace out, or let a user make it who may',
    );
  }
}
