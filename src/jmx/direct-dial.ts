import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { JmxError, type JmxTls } from '../ports/jmx.ts';
import { connected } from './connected.ts';

/** On a network that lets packets vanish, the question is put another way instead. */
const usualConnectMs = 2_000;

/** Sockets from this machine to the node's address. */
export function directDial(host: string, tls?: JmxTls, connectMs = usualConnectMs) {
  return async (port: number, signal: AbortSignal): Promise<Socket> => {
    const socket = tls
      ? connectTls({ host, port, ...tls, servername: tls.serverName ?? '' })
      : connectTcp({ host, port });
    socket.setNoDelay(true);
    const place = `${host}:${port}`;
    socket.setTimeout(connectMs, () => {
      const why = `${place}: no connection within ${connectMs / 1_000} s`;
      socket.destroy(new JmxError('refused', why));
    });
    await connected<Socket>(socket, tls ? 'secureConnect' : 'connect', place, signal);
    socket.setTimeout(0);
    return socket;
  };
}
