import { posix } from 'node:path';
import type { Ports } from '../ports/index.ts';

/** Acknowledged writes on disk, so that a crash of the client forgets none that it counted. */
export interface Ledger {
  /** In the order of acknowledgement. */
  readonly acknowledged: readonly number[];
  add(n: number): void;
  /** Appends what is new, with one fsync for all of it. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export async function openLedger(
  path: string,
  run: string,
  { files }: Pick<Ports, 'files'>,
): Promise<Ledger> {
  await files.makeFolder(posix.dirname(path));
  const file = await files.openAppend(path);
  await file.append(`${JSON.stringify({ format: 1, run })}\n`);
  const acknowledged: number[] = [];
  let written = 0;
  const flush = async () => {
    const batch = acknowledged.slice(written);
    if (batch.length === 0) return;
    written += batch.length;
    await file.append(`${batch.join('\n')}\n`);
  };
  return {
    acknowledged,
    add: (n) => void acknowledged.push(n),
    flush,
    async close() {
      await flush();
      await file.close();
    },
  };
}

/** A ledger as it was written; undefined when the text is none. A torn last line counts for nothing. */
export function parseLedger(
  text: string,
): { readonly run: string; readonly numbers: readonly number[] } | undefined {
  const [head = '', ...lines] = text.split('\n');
  const run = /^\{"format":1,"run":"([\w-]+)"\}$/.exec(head)?.[1];
  if (run === undefined) return undefined;
  const whole = lines.slice(0, -1);
  return whole.every((line) => /^\d+$/.test(line))
    ? { run, numbers: whole.map(Number) }
    : undefined;
}
