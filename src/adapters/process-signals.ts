import { Interrupted, type ExitSignal } from '../model/errors.ts';

/**
 * The first SIGINT or SIGTERM fires `signal`, the second `secondSignal`, the third ends the process.
 * SIGHUP (a lost terminal) is ignored: work that has begun goes on.
 */
export function processSignals(): { signal: AbortSignal; secondSignal: AbortSignal } {
  const first = new AbortController();
  const second = new AbortController();
  const onSignal = (signal: ExitSignal) => {
    if (!first.signal.aborted) first.abort(new Interrupted(signal));
    else if (!second.signal.aborted) second.abort(new Interrupted(signal));
    else process.exit(new Interrupted(signal).exitCode);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('SIGHUP', () => undefined);
  return { signal: first.signal, secondSignal: second.signal };
}
