import type { Clock } from '../ports/clock.ts';
import type { Ports } from '../ports/index.ts';
import type { CqlSession } from '../ports/cql.ts';
import { labTarget } from './access.ts';
import { openLedger, type Ledger } from './load-ledger.ts';
import { flushOften, sendAll } from './load-pace.ts';
import { sendRequest } from './load-request.ts';
import type { LoadResult } from './load-result.ts';
import { schemaStatements } from './load-schema.ts';
import { tally, type RequestRecord } from './load-tally.ts';
import { readBack } from './load-verify.ts';
import { operationAt } from './load-work.ts';
import { loadFolder, replicaCount, type ClientSpec } from './spec.ts';

export interface LoadOptions {
  /** Requests a second, half of them writes. */
  readonly rate: number;
  /** How long replicas may take to be complete after the load, for hints to arrive. */
  readonly replicasMs: number;
}

export interface LoadProgress {
  readonly requests: number;
  readonly acknowledged: number;
  readonly retried: number;
  readonly failed: number;
  /** True: it cannot go on (a full disk, a bug); `stop` throws why. */
  readonly isBroken: boolean;
}

export interface Load {
  progress(): LoadProgress;
  /** Ends the load, waits for what is in flight, reads everything back. May be called once. */
  stop(): Promise<LoadResult>;
}

export const defaultLoad: LoadOptions = { rate: 100, replicasMs: 90_000 };

type LoadPorts = Pick<Ports, 'cql' | 'files' | 'clock' | 'ids' | 'env'>;

const requestMs = 5_000;

/** Starts a client of the lab that reads and writes at QUORUM until it is stopped. */
export async function startLoad(
  spec: ClientSpec,
  options: LoadOptions,
  ports: LoadPorts,
): Promise<Load> {
  const target = { ...(await labTarget(spec, ports)), requestTimeoutMs: requestMs };
  const session = await ports.cql.connect(target);
  try {
    const run = ports.ids.newRunId();
    const path = `${loadFolder(spec.dir)}/${run}.ledger`;
    await createSchema(spec, session, ports.clock);
    const ledger = await openLedger(path, run, ports);
    return loadOn({ spec, options, run, path, session, ledger, clock: ports.clock });
  } catch (error) {
    await session.close();
    throw error;
  }
}

interface LoadParts {
  readonly spec: ClientSpec;
  readonly options: LoadOptions;
  readonly run: string;
  readonly path: string;
  readonly session: CqlSession;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

function loadOn(parts: LoadParts): Load {
  const { options, run, session, ledger, clock } = parts;
  const ending = new AbortController();
  const records: RequestRecord[] = [];
  const send = async (index: number, dueAt: number) => {
    const operation = operationAt(index, ledger.acknowledged);
    const record = await sendRequest(operation, dueAt, run, session, clock);
    records.push(record);
    if (record.operation === 'write' && record.succeeded) ledger.add(record.n);
  };
  const work = Promise.all([
    sendAll(options.rate, send, clock, ending.signal),
    flushOften(ledger, clock, ending.signal),
  ]);
  let isBroken = false;
  // It is awaited in stop; until then a failure must not be an unhandled one.
  work.catch(() => void (isBroken = true));
  return {
    progress: () => ({ ...progressOf(records, ledger), isBroken }),
    async stop() {
      ending.abort();
      try {
        await work;
        return await conclude(parts, records);
      } finally {
        await ledger.close();
        await session.close();
      }
    },
  };
}

async function conclude(
  { spec, options, run, path, session, ledger, clock }: LoadParts,
  records: readonly RequestRecord[],
): Promise<LoadResult> {
  await ledger.flush();
  const written = { run, numbers: ledger.acknowledged };
  const found = await readBack(written, spec, options.replicasMs, session, clock);
  return tally(records, found, { run, ledger: path });
}

async function createSchema(spec: ClientSpec, session: CqlSession, clock: Clock): Promise<void> {
  const { rows } = await session.execute({ query: 'SELECT release_version FROM system.local' });
  const release = rows[0]?.['release_version'];
  const statements = schemaStatements(
    typeof release === 'string' ? release : '',
    replicaCount(spec),
  );
  for (const query of statements) await session.execute({ query });
  // Until the other nodes know the table they refuse it.
  await clock.sleep(1_000);
}

function progressOf(
  records: readonly RequestRecord[],
  ledger: Ledger,
): Omit<LoadProgress, 'isBroken'> {
  return {
    requests: records.length,
    acknowledged: ledger.acknowledged.length,
    retried: records.filter(({ failures }) => failures.length > 0).length,
    failed: records.filter(({ succeeded }) => !succeeded).length,
  };
}
