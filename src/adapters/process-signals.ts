import { setMaxListeners } from 'node:events';
import { Interrupted, type ExitSignal } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';

/**
 * The first SIGINT or SIGTERM fires `signal`, the second `secondSignal`, the third ends the process
 * whatever it waits for. SIGHUP (a lost terminal, perhaps told twice) fires both, or is ignored.
 */
export function processSignals(): Pick<Ports, 'signal' | 'secondSignal' | 'ignoreHangUp'> {
  // Every question to every node listens until it is answered; so many listeners are no leak.
  setMaxListeners(Infinity);
  const first = new AbortController();
  const second = new AbortController();
  const onSignal = (signal: ExitSignal) => {
    if (!first.signal.aborted) first.abort(new Interrupted(signal));
    else if (!second.signal.aborted) second.abort(new Interrupted(signal));
    else endAtOnce(signal);
  };
  let onHangUp = () => {
    for (const each of [first, second]) each.abort(new Interrupted('SIGHUP'));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('SIGHUP', () => {
    onHangUp();
  });
  return {
    signal: first.signal,
    secondSignal: second.signal,
    ignoreHangUp: () => {
      onHangUp = () => undefined;
    },
  };
}

/** By the system: process.exit would wait for a file operation that never ends. */
function endAtOnce(signal: ExitSignal): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
