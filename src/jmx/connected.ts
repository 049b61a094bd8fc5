import type { Duplex } from 'node:stream';
import { JmxError } from '../ports/jmx.ts';
import { abortError } from './abort-error.ts';

/**
 * Waits until the socket is `ready` (`connect`, `secureConnect`). An abort or an error destroys it and is
 * thrown as JmxError, `refused` with `what` before its words.
 */
export async function connected<S extends Duplex>(
  socket: S,
  ready: string,
  what: string,
  signal: AbortSignal,
): Promise<S> {
  return await new Promise((resolve, reject) => {
    const give = (error: Error) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      const refused = () => new JmxError('refused', `${what}: ${error.message}`);
      reject(error instanceof JmxError ? error : refused());
    };
    const onAbort = () => {
      give(abortError(signal));
    };
    socket.once(ready, () => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', give);
      resolve(socket);
    });
    socket.once('error', give);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
