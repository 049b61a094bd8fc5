import { Interrupted, type ExitSignal } from '../model/errors.ts';

/**
 * The first SIGINT or SIGTERM fires `signal`, the second `secondSignal`, the third ends the process
 * whatever it waits for. SIGHUP (a lost terminal) is ignored: work that has begun goes on.
 */
export function processSignals(): { signal: AbortSignal; secondSignal: AbortSignal } {
  const first = new AbortController();
  const second = new AbortController();
  const onSignal = (signal: ExitSignal) => {
    if (!first.signal.aborted) first.abort(new Interrupted(signal));
    else if (!second.signal.aborted) second.abort(new Interrupted(signal));
    else endAtOnce(signal);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('SIGHUP', () => undefined);
  return { signal: first.signal, secondSignal: second.signal };
}

/** By the system: process.exit would wait for a file operation that never ends. */
function endAtOnce(signal: ExitSignal): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
