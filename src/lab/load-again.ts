import { UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { labTarget } from './access.ts';
import { parseLedger } from './load-ledger.ts';
import type { ReadBack } from './load-result.ts';
import { isWhole, readBack } from './load-verify.ts';
import { loadFolder, type ClientSpec } from './spec.ts';

export interface LedgerVerification {
  /** Every acknowledged write is found everywhere. */
  readonly passed: boolean;
  readonly run: string;
  readonly acknowledged: number;
  readonly lost: number;
  readonly readBack: ReadBack;
}

/** Reads the writes of an earlier load back: after a repair, a restore, or a crash of its client. */
export async function verifyLedger(
  spec: ClientSpec,
  ledger: string,
  replicasMs: number,
  ports: Pick<Ports, 'cql' | 'files' | 'clock' | 'env'>,
): Promise<LedgerVerification> {
  const text = await ports.files.readText(ledger);
  const written = text === undefined ? undefined : parseLedger(text);
  if (!written) {
    const what = text === undefined ? 'there is no such ledger' : 'this is no ledger of lab load';
    throw new UsageError(`${ledger}: ${what}`, `ledgers are in ${loadFolder(spec.dir)}`);
  }
  const session = await ports.cql.connect(await labTarget(spec, ports));
  try {
    const found = await readBack(written, spec, replicasMs, session, ports.clock);
    const acknowledged = written.numbers.length;
    return { passed: isWhole(found), run: written.run, acknowledged, ...found };
  } finally {
    await session.close();
  }
}
