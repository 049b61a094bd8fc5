import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { chance } from '../../src/simulate/chance.ts';

export interface DroppingProxy {
  readonly accepted: () => number;
  readonly dropped: () => number;
  close(): Promise<void>;
}

export interface DroppingProxyOptions {
  /** Where it listens: an address and a port of this machine. */
  readonly host: string;
  readonly port: number;
  /** Where it leads to. */
  readonly to: string;
  /** Of the connections that come, 0 to 1. */
  readonly share: number;
  readonly seed: number;
  /** `close`: at once; `reset`: with an RST; `silent`: kept, and nothing is ever said. */
  readonly how: 'close' | 'reset' | 'silent';
}

/** A TCP proxy that lets most connections through to the same port of `to` and drops a share of them. */
export async function droppingProxy(options: DroppingProxyOptions): Promise<DroppingProxy> {
  const { host, port, to, share, seed, how } = options;
  const sockets = new Set<Socket>();
  let [accepted, dropped] = [0, 0];
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    accepted += 1;
    keep(client);
    if (chance(seed, host, accepted) < share) {
      dropped += 1;
      if (how === 'close') client.destroy();
      if (how === 'reset') client.resetAndDestroy();
      return;
    }
    const node = connect({ host: to, port });
    keep(node);
    client.pipe(node).pipe(client);
    client.on('close', () => node.destroy());
    node.on('close', () => client.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    accepted: () => accepted,
    dropped: () => dropped,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
