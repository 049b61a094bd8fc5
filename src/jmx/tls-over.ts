import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { JmxError, type JmxTls } from '../ports/jmx.ts';
import { abortError } from './abort-error.ts';

/**
 * TLS over a connection that leads to `host` by whatever way: its certificate is checked against that name,
 * or `serverName`. What breaks the way is told as its own error.
 */
export async function tlsOver(
  way: Duplex,
  host: string,
  { serverName = '', ...tls }: JmxTls,
  signal: AbortSignal,
): Promise<Duplex> {
  const socket = connect({ socket: way, host, ...tls, servername: serverName });
  way.once('error', (error) => socket.destroy(error));
  return await new Promise((resolve, reject) => {
    const give = (error: Error) => {
      signal.removeEventListener('abort', onAbort);
      way.destroy();
      socket.destroy();
      const refused = () => new JmxError('refused', `TLS: ${error.message}`);
      reject(error instanceof JmxError ? error : refused());
    };
    const onAbort = () => {
      give(abortError(signal));
    };
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', give);
      resolve(socket);
    });
    socket.once('error', give);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
