import type { CqlOutcome } from '../model/client-metrics.ts';
import { sumOf } from '../model/counts.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { ClientView } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import { CqlError, type CqlSession } from '../ports/cql.ts';
import { count, merged, newTally, viewOfTally, type ClientTally } from './client-tally.ts';
import {
  missing,
  seen,
  timeLeftMs,
  tooLate,
  type ClientProbe,
  type CollectContext,
} from './context.ts';
import { orLate } from './deadline.ts';

/** More than five reads a second; the schedule does not wait for slow answers. */
const betweenReadsMs = 150;
/** Reads of one node that may wait for an answer; then reads are skipped until one comes. */
const waitingAtMost = 50;

/** How often a node is asked, and how far back its view reaches. */
export interface ProbePace {
  readonly betweenReadsMs: number;
  /** Infinity: since the probe began. */
  readonly overMs: number;
}

const always: ProbePace = { betweenReadsMs, overMs: Infinity };

/** Begins to read. Errors and latencies are those that the sessions keep. */
export function startClientProbe(
  nodes: readonly InventoryNode[],
  context: CollectContext,
  pace = always,
): ClientProbe {
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, context.signal]);
  const readers = new Map(nodes.map((node) => [node, newReader(node, context, pace)]));
  let failure: Error | undefined;
  const reading = readOnAndOn([...readers.values()], context, signal, (error) => {
    failure ??= error;
    stopping.abort();
  });
  return {
    view: (node) => viewOf(readers.get(node), context),
    stop: async () => {
      stopping.abort();
      await reading;
      if (failure) throw failure;
    },
  };
}

interface Reader {
  readonly node: InventoryNode;
  readonly pace: ProbePace;
  /** Reads that wait for an answer. */
  readonly waiting: Set<Promise<void>>;
  /** The newest last. */
  parts: readonly Part[];
}

/** Of the time since then: a view that reaches back for some time consists of a few. */
interface Part {
  readonly since: Instant;
  readonly tally: ClientTally;
  /** As in the view; before all time: none failed. */
  lastFailedAt: Instant;
}

function newPart(since: Instant): Part {
  return { since, tally: newTally(), lastFailedAt: -Infinity };
}

const partsOfView = 10;

function newReader(
  node: InventoryNode,
  { ports, sessions }: CollectContext,
  pace: ProbePace,
): Reader {
  // What was asked before is not the probe's.
  sessions.takeOutcomes(node);
  return { node, pace, waiting: new Set(), parts: [newPart(ports.clock.now())] };
}

/** Counts what has become known since the last time, and forgets what is older than the view. */
function takeIn(reader: Reader, { ports, sessions, deadlineAt = Infinity }: CollectContext): void {
  const now = ports.clock.now();
  const { overMs } = reader.pace;
  let part = reader.parts.at(-1);
  if (!part || now - part.since >= overMs / partsOfView) {
    part = newPart(now);
    reader.parts = [...reader.parts.filter(({ since }) => now - since < overMs), part];
  }
  for (const outcome of sessions.takeOutcomes(reader.node)) {
    // What ends after our own deadline is not the node's doing.
    if (outcome.at <= deadlineAt && !isExpected(outcome)) countIn(part, outcome);
  }
}

function countIn(part: Part, outcome: CqlOutcome): void {
  count(part.tally, outcome);
  if (outcome.errorClass === undefined) return;
  part.lastFailedAt = Math.max(part.lastFailedAt, outcome.at - outcome.latencyMs);
}

/** A table that the version lacks, or that is not ours to read, is no failed request. */
function isExpected({ errorClass }: CqlOutcome): boolean {
  return errorClass === 'invalid' || errorClass === 'unauthorized';
}

/** One sleep for all: a signal with a listener for each of a hundred nodes is taken for a leak. */
async function readOnAndOn(
  readers: readonly Reader[],
  context: CollectContext,
  signal: AbortSignal,
  giveUp: (error: Error) => void,
): Promise<void> {
  const { clock } = context.ports;
  const pauseMs = readers[0]?.pace.betweenReadsMs ?? betweenReadsMs;
  const start = clock.now();
  const isOver = () => signal.aborted || timeLeftMs(context, Infinity) === 0;
  for (let turn = 1; !isOver(); turn += 1) {
    for (const reader of readers) beginRead(reader, context, giveUp);
    const leftMs = Math.max(1, start + turn * pauseMs - clock.now());
    await clock.sleep(leftMs, signal).catch(() => undefined);
    for (const reader of readers) takeIn(reader, context);
  }
  const last = Promise.all(readers.flatMap(({ waiting }) => [...waiting]));
  // A node that is silent is not waited for once nobody wants its answer.
  if (!context.signal.aborted) await orLate(context, last, () => []).catch(() => undefined);
}

function beginRead(
  { node, waiting }: Reader,
  context: CollectContext,
  giveUp: (error: Error) => void,
): void {
  if (waiting.size >= waitingAtMost) return;
  const read = readOnce(node, context)
    .catch(giveUp)
    .finally(() => waiting.delete(read));
  waiting.add(read);
}

/** The session keeps the outcome. */
async function readOnce(node: InventoryNode, { sessions }: CollectContext): Promise<void> {
  let session: CqlSession | undefined;
  try {
    session = await sessions.get(node);
    await session.execute({ query: "SELECT key FROM system.local WHERE key = 'local'" });
  } catch (error) {
    if (!(error instanceof CqlError)) throw error;
    if (session && error.errorClass === 'unreachable') await sessions.drop(node, session);
  }
}

function viewOf(reader: Reader | undefined, context: CollectContext): Seen<ClientView> {
  if (!reader) return missing(context, 'failed', 'nothing was read through it');
  takeIn(reader, context);
  const view = viewOfTally(merged(reader.parts.map(({ tally }) => tally)));
  const { requests, errors } = view;
  if (requests === 0 && timeLeftMs(context, Infinity) === 0) return tooLate(context);
  const failed = sumOf(Object.values(errors));
  if ((errors['authentication'] ?? 0) > 0 && failed === requests) {
    return missing(context, 'authentication', 'the node refuses user and password');
  }
  const lastFailedAt = Math.max(...reader.parts.map((part) => part.lastFailedAt));
  return seen(context, failed > 0 ? { ...view, lastFailedAt } : view);
}
