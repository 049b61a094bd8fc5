import {
  mayMissNewest,
  rowLevelsOf,
  type OwnRow,
  type OwnRowTry,
  type RowLevels,
} from '../model/own-row.ts';
import { probeTable } from '../model/probe-table.ts';
import type { Seen } from '../model/seen.ts';
import { CqlError, type CqlRequest, type CqlSession } from '../ports/cql.ts';
import { missing, timeLeftMs, tooLate, type NodeContext } from './context.ts';
import { attempt } from './cql.ts';
import { byDeadline } from './deadline.ts';
import { rowRead, rowWrite } from './probe-table.ts';

/** One replica may have the row a little later than another. */
const readsAtMost = 5;
const betweenReadsMs = 100;

/**
 * Writes a row of Ringward's own through the node and reads it again, at each level that is declared. What failed is
 * an answer; missing: the node lets nobody in, or there is no table.
 */
export async function askOwnRow(context: NodeContext): Promise<Seen<OwnRow>> {
  const { ownRows, limits } = context;
  if (!ownRows) return missing(context, 'failed', 'no levels are given');
  if (timeLeftMs(context, limits.cqlTimeoutMs) === 0) return tooLate(context);
  const written = attempt(context, async (session) => {
    const tries: OwnRowTry[] = [];
    for (const [index, levels] of rowLevelsOf(ownRows.consistency).entries()) {
      tries.push(...(await tryRow(levels, index, ownRows.newTag(), session, context)));
    }
    return { tries };
  });
  const seen = await byDeadline(context, written);
  if (seen.kind === 'missing' || !lacksTable(seen.value)) return seen;
  return missing(
    context,
    'failed',
    `${probeTable} is not there: make it with ringward probe --create-keyspace`,
  );
}

/** The probe itself has the rows from 0 on. */
const slots = 2 ** 31;

async function tryRow(
  { write, read }: RowLevels,
  index: number,
  tag: string,
  session: CqlSession,
  context: NodeContext,
): Promise<readonly OwnRowTry[]> {
  const at = context.ports.clock.now();
  const slot = -1 - ((at + index) % slots);
  const value = `${at} ${tag}`;
  const written = await tryOnce('write', rowWrite(slot, value, write), session, context);
  if (written.result.kind !== 'done' || read === undefined) return [written];
  const request = rowRead(slot, read);
  for (let left = mayMissNewest(read) ? readsAtMost : 1; ; left -= 1) {
    const got = await tryOnce('read', request, session, context, value);
    if (left === 1 || got.result.kind !== 'other-value') return [written, got];
    await context.ports.clock.sleep(betweenReadsMs, context.signal);
  }
}

/** `wanted`: what must be read. A connection that is lost is no answer, and is thrown. */
async function tryOnce(
  operation: OwnRowTry['operation'],
  request: CqlRequest,
  session: CqlSession,
  { ports: { clock }, signal }: NodeContext,
  wanted?: string,
): Promise<OwnRowTry> {
  signal.throwIfAborted();
  const from = clock.now();
  const level = request.consistency ?? 'ONE';
  const told = (result: OwnRowTry['result']) =>
    ({ operation, level, ms: clock.now() - from, result }) as const;
  try {
    const { rows } = await session.execute(request);
    if (wanted === undefined) return told({ kind: 'done' });
    const value = rows[0]?.['value'];
    if (value === wanted) return told({ kind: 'done' });
    return told({ kind: 'other-value', value: typeof value === 'string' ? value : undefined });
  } catch (error) {
    if (!(error instanceof CqlError) || error.errorClass === 'unreachable') throw error;
    const { errorClass, message } = error;
    return told({ kind: 'failed', errorClass, message: message.slice(0, 300) });
  }
}

/** `unconfigured table canary`, or `keyspace ringward_probe does not exist` */
function lacksTable({ tries: [first] }: OwnRow): boolean {
  const result = first?.result;
  return (
    result?.kind === 'failed' &&
    result.errorClass === 'invalid' &&
    /unconfigured|does not exist/i.test(result.message)
  );
}
