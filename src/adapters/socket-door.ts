import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CqlTarget } from '../ports/cql.ts';
import type { DoorErrorClass, DoorPhase, Passage } from '../ports/cql-door.ts';
import { optionsFrame, readAnswer } from './cql-options-frame.ts';
import { tlsOptions } from './tls-options.ts';

/**
 * One connection on sockets of this machine. The driver opens TCP and TLS in one call, and connects once
 * more when it has learned the protocol version: where such a connection died could not be told.
 */
export async function knock(target: CqlTarget): Promise<Passage> {
  const passedMs: Partial<Record<DoorPhase, number>> = {};
  const { addresses, port, tls, connectTimeoutMs } = target;
  const [host = ''] = addresses;
  const signal = AbortSignal.timeout(connectTimeoutMs);
  const tcp = connectTcp({ host, port, noDelay: true });
  const at: { phase: DoorPhase } = { phase: 'connect' };
  const timed = async (of: DoorPhase, work: Promise<void>) => {
    at.phase = of;
    const begunAt = performance.now();
    await work;
    passedMs[of] = performance.now() - begunAt;
  };
  try {
    await timed('connect', happens(tcp, 'connect', signal));
    let socket: Socket = tcp;
    if (tls) {
      socket = connectTls({ socket: tcp, host, ...tlsOptions(tls) });
      await timed('tls', happens(socket, 'secureConnect', signal));
    }
    await timed('startup', answers(socket, signal));
    // Closed in order: a reset would be a line in the node's log.
    socket.destroySoon();
    return { passedMs };
  } catch (error) {
    tcp.destroy();
    // Whoever accepted it: no node is known to have seen what sent nothing back.
    const diedAt = tcp.bytesRead === 0 ? 'connect' : at.phase;
    const isAccepted = passedMs.connect !== undefined;
    const passed = diedAt === 'connect' ? {} : passedMs;
    return { passedMs: passed, failed: { phase: diedAt, errorClass: classOf(error, isAccepted) } };
  }
}

/** Nothing came by the limit. */
class NoAnswer extends Error {}
class NoCql extends Error {}
class Closed extends Error {}

/** Until the event; throws what breaks the socket, or NoAnswer. */
function happens(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<void> {
  return whileOpen(socket, signal, (done) => {
    socket.once(event, done);
  });
}

/** Sends OPTIONS and waits for the head of the answer. */
function answers(socket: Socket, signal: AbortSignal): Promise<void> {
  return whileOpen(socket, signal, (done, fail) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const answer = readAnswer(bytes);
      if (answer === 'answer') done();
      if (answer === 'no-cql') fail(new NoCql());
    });
    socket.write(optionsFrame);
  });
}

function whileOpen(
  socket: Socket,
  signal: AbortSignal,
  begin: (done: () => void, fail: (error: Error) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => {
      reject(new Closed());
    };
    // Errors after the end of the wait are nobody's.
    socket.on('error', reject);
    socket.once('end', onClose);
    socket.once('close', onClose);
    signal.addEventListener('abort', () => {
      reject(new NoAnswer());
    });
    begin(resolve, reject);
  });
}

function classOf(error: unknown, isAccepted: boolean): DoorErrorClass {
  if (error instanceof NoAnswer) return isAccepted ? 'silent' : 'timed-out';
  if (error instanceof NoCql) return 'no-cql';
  if (error instanceof Closed) return 'closed';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return classes.find(([codes]) => codes.test(code))?.[1] ?? (isAccepted ? 'tls' : 'no-route');
}

const classes: readonly (readonly [RegExp, DoorErrorClass])[] = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'closed'],
  [/^ETIMEDOUT$/, 'timed-out'],
  // Sockets, ports and memory of this machine.
  [/^(EMFILE|ENFILE|EADDRNOTAVAIL|ENOBUFS|ENOMEM|EAGAIN)$/, 'own-machine'],
  [/^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/, 'certificate'],
];
