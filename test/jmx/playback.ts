import { Duplex } from 'node:stream';
import { session } from './recorded.ts';

const [greeting = Buffer.alloc(0), registry, , logIn, lease] = session;

export interface Played {
  /** The socket a client opens; each socket answers calls from the same list. */
  dial(port: number): Promise<Duplex>;
  readonly sockets: Duplex[];
  /** What the client sent, call by call. */
  readonly calls: Buffer[];
}

/** Said in place of an answer. */
export type Reply = Buffer | 'nothing' | 'end';

/** What registry, log-in and lease answer before any question. */
export const opening: readonly Reply[] = [registry, logIn, lease].flatMap((one) => one ?? []);

/** Where it takes itself to be (no name, no port), which a client says once; over TCP with its first call. */
const endpointBytes = 6;
const isLate = (chunk: Buffer) => chunk.length > endpointBytes && chunk[0] === 0;

/** Plays recorded answers back, one to each call, over as many sockets as are opened. */
export function playback(answers: readonly Reply[], greets: Reply = greeting): Played {
  const left = [...answers];
  const sockets: Duplex[] = [];
  const calls: Buffer[] = [];
  const say = (socket: Duplex, reply: Reply | undefined) => {
    if (reply === 'end' || reply === undefined) socket.destroy();
    else if (reply !== 'nothing') socket.push(reply);
  };
  const dial = () => {
    const socket = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _, done) => {
        if (chunk.subarray(0, 4).toString() === 'JRMI') say(socket, greets);
        const call = isLate(chunk) ? chunk.subarray(endpointBytes) : chunk;
        if (call[0] === 0x50) {
          calls.push(call);
          say(socket, left.shift());
        }
        done();
      },
    });
    sockets.push(socket);
    return Promise.resolve(socket);
  };
  return { dial, sockets, calls };
}
