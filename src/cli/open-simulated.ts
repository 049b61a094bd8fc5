import { takeLock } from '../execute/lock.ts';
import { LockHeld } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { fileCluster, type FileCluster } from '../simulate/file-cluster.ts';

type OpenPorts = Pick<Ports, 'files' | 'clock' | 'processes'>;

/** A change takes milliseconds: who holds the lock for so long is stuck. */
const patienceMs = 10_000;
const pollMs = 3;
const holder = { runId: 'of-a-simulated-cluster', statusCommand: 'ringward lab status' };

/** The simulated cluster in a file, which other processes may be changing at the same time. */
export async function openSimulated(path: string, ports: OpenPorts): Promise<FileCluster> {
  return await fileCluster(path, { ...ports, exclusively: lockedBy(`${path}.lock`, ports) });
}

/** One after the other in this process, and one process at a time; the lock of a dead one is taken over. */
function lockedBy(file: string, ports: OpenPorts) {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(async () => {
      const release = await waitForLock(file, ports);
      try {
        return await work();
      } finally {
        await release();
      }
    });
    last = next.catch(() => undefined);
    return next;
  };
}

async function waitForLock(file: string, ports: OpenPorts): Promise<() => Promise<void>> {
  const { clock } = ports;
  const begun = clock.now();
  for (;;) {
    try {
      return (await takeLock(file, { ...holder, now: clock.now() }, ports)).release;
    } catch (error) {
      if (!(error instanceof LockHeld) || clock.now() - begun > patienceMs) throw error;
      await clock.sleep(pollMs);
    }
  }
}
