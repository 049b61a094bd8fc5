import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { abortError, JmxError } from './jmx-error.ts';

/** PEM texts. The node's certificate is checked against `ca` and its name. */
export interface JmxTls {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
}

/** Sockets from this machine to the node's address. */
export function directDial(host: string, tls?: JmxTls) {
  return async (port: number, signal: AbortSignal): Promise<Socket> => {
    const socket = tls
      ? connectTls({ host, port, ...tls, servername: tls.serverName ?? '' })
      : connectTcp({ host, port });
    socket.setNoDelay(true);
    return await new Promise((resolve, reject) => {
      const give = (error: JmxError) => {
        socket.destroy();
        reject(error);
      };
      const onAbort = () => {
        give(abortError(signal));
      };
      socket.once(tls ? 'secureConnect' : 'connect', () => {
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
