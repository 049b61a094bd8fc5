import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { JmxError, type JmxTls } from '../ports/jmx.ts';
import { abortError } from './abort-error.ts';

/** On a network that lets packets vanish, the question is put another way instead. */
const usualConnectMs = 2_000;

/** Sockets from this machine to the node's address. */
export function directDial(host: string, tls?: JmxTls, connectMs = usualConnectMs) {
  return async (port: number, signal: AbortSignal): Promise<Socket> => {
    const socket = tls
      ? connectTls({ host, port, ...tls, servername: tls.serverName ?? '' })
      : connectTcp({ host, port });
    socket.setNoDelay(true);
    return await new Promise((resolve, reject) => {
      const give = (error: JmxError) => {
        signal.removeEventListener('abort', onAbort);
        socket.destroy();
        reject(error);
      };
      const onAbort = () => {
        give(abortError(signal));
      };
      socket.setTimeout(connectMs, () => {
        give(
          new JmxError('refused', `${host}:${port}: no connection within ${connectMs / 1_000} s`),
        );
      });
      socket.once(tls ? 'secureConnect' : 'connect', () => {
        socket.setTimeout(0);
        signal.removeEventListener('abort', onAbort);
        socket.removeAllListeners('error');
        resolve(socket);
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        give(new JmxError('refused', `${host}:${port}: ${error.message}`));
      });
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  };
}
