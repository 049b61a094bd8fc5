import type { CqlOutcome } from '../model/client-metrics.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { ClientView } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import { CqlError, type CqlSession } from '../ports/cql.ts';
import {
  missing,
  seen,
  timeLeftMs,
  tooLate,
  type ClientProbe,
  type CollectContext,
} from './context.ts';

/** More than five reads a second; the schedule does not wait for slow answers. */
const betweenReadsMs = 150;
/** Reads of one node that may wait for an answer; then reads are skipped until one comes. */
const waitingAtMost = 50;
const samplesForPercentiles = 100;

/** Begins to read. Errors and latencies are those that the sessions keep. */
export function startClientProbe(
  nodes: readonly InventoryNode[],
  context: CollectContext,
): ClientProbe {
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, context.signal]);
  const begun = new Map(nodes.map((node) => [node, context.sessions.outcomes(node).length]));
  let failure: Error | undefined;
  const reading = nodes.map((node) =>
    readOnAndOn(node, context, signal, (error) => {
      failure ??= error;
      stopping.abort();
    }),
  );
  return {
    view: (node) => viewOf(context.sessions.outcomes(node).slice(begun.get(node)), context),
    stop: async () => {
      stopping.abort();
      await Promise.all(reading);
      if (failure) throw failure;
    },
  };
}

async function readOnAndOn(
  node: InventoryNode,
  context: CollectContext,
  signal: AbortSignal,
  giveUp: (error: Error) => void,
): Promise<void> {
  const { clock } = context.ports;
  const waiting = new Set<Promise<void>>();
  const start = clock.now();
  const isOver = () => signal.aborted || timeLeftMs(context, Infinity) === 0;
  for (let turn = 1; !isOver(); turn += 1) {
    if (waiting.size < waitingAtMost) {
      const read = readOnce(node, context)
        .catch(giveUp)
        .finally(() => waiting.delete(read));
      waiting.add(read);
    }
    const pauseMs = Math.max(1, start + turn * betweenReadsMs - clock.now());
    await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
  await Promise.all(waiting);
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

function viewOf(all: readonly CqlOutcome[], context: CollectContext): Seen<ClientView> {
  // A table that the version lacks, or that is not ours to read, is no failed request.
  const { deadlineAt = Infinity } = context;
  const outcomes = all.filter(
    // What ends after our own deadline is not the node's doing.
    ({ at, errorClass }) =>
      at <= deadlineAt && errorClass !== 'invalid' && errorClass !== 'unauthorized',
  );
  if (outcomes.length === 0 && timeLeftMs(context, Infinity) === 0) return tooLate(context);
  const latencies = outcomes
    .filter(({ errorClass }) => errorClass === undefined)
    .map(({ latencyMs }) => latencyMs)
    .sort((a, b) => a - b);
  const isRefused = outcomes.some(({ errorClass }) => errorClass === 'authentication');
  if (isRefused && latencies.length === 0) {
    return missing(context, 'authentication', 'the node refuses user and password');
  }
  return seen(context, {
    requests: outcomes.length,
    errors: errorsOf(outcomes),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  });
}

function errorsOf(outcomes: readonly CqlOutcome[]): Readonly<Record<string, number>> {
  const errors: Record<string, number> = {};
  for (const { errorClass } of outcomes) {
    if (errorClass !== undefined) errors[errorClass] = (errors[errorClass] ?? 0) + 1;
  }
  return errors;
}

/** Nearest rank. Below 100 samples no percentile is honest. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  if (sorted.length < samplesForPercentiles) return undefined;
  return sorted[Math.ceil(share * sorted.length) - 1];
}
