import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { JmxTls } from '../ports/jmx.ts';
import { connected } from './connected.ts';

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
  socket.once('close', () => way.destroy());
  return await connected(socket, 'secureConnect', 'TLS', signal);
}
