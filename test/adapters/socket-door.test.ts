import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { driverDoor } from '../../src/adapters/driver-door.ts';
import { readAnswer } from '../../src/adapters/cql-options-frame.ts';
import type { CqlTarget } from '../../src/ports/cql.ts';

const supported = Buffer.from([0x84, 0, 0, 0, 6, 0, 0, 0, 0]);
const error = Buffer.from([0x83, 0, 0, 0, 0, 0, 0, 0, 0]);

/** A server that does this with every connection. */
async function targetOf(
  behave: (socket: Socket) => void,
  more: Partial<CqlTarget> = {},
): Promise<CqlTarget> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    behave(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { ...fixed, port, ...more };
}

const fixed = {
  addresses: ['127.0.0.1'],
  pinned: true,
  connectTimeoutMs: 400,
  requestTimeoutMs: 400,
};
/** No certificate of any server here. */
const tls = { ca: '' };

test.each([
  ['SUPPORTED', [supported]],
  ['an ERROR, as an older node sends it', [error]],
  ['an answer in pieces', [supported.subarray(0, 4), supported.subarray(4)]],
])('a node that answers with %s lets us in, each phase timed', async (_, pieces) => {
  const asked: Buffer[] = [];
  const target = await targetOf((socket) => {
    socket.on('data', (chunk) => {
      asked.push(chunk);
      for (const piece of pieces) socket.write(piece);
    });
  });
  const { passedMs, failed } = await driverDoor.knock(target);
  expect(failed).toBeUndefined();
  expect(Object.keys(passedMs)).toEqual(['connect', 'startup']);
  expect(Buffer.concat(asked)).toEqual(Buffer.from([4, 0, 0, 0, 5, 0, 0, 0, 0]));
});

test.each([
  ['closes at once', (socket: Socket) => socket.destroy(), {}, 'connect', 'closed'],
  ['ends at once', (socket: Socket) => socket.end(), {}, 'connect', 'closed'],
  ['resets', (socket: Socket) => socket.resetAndDestroy(), {}, 'connect', 'closed'],
  ['never speaks', () => undefined, {}, 'connect', 'silent'],
  ['never speaks TLS', () => undefined, { tls }, 'connect', 'silent'],
  ['closes before TLS', (socket: Socket) => socket.destroy(), { tls }, 'connect', 'closed'],
  ['speaks HTTP', (socket: Socket) => socket.write('HTTP/1.1 400 Bad'), {}, 'startup', 'no-cql'],
  [
    'answers TLS with HTTP',
    (socket: Socket) => socket.write('HTTP/1.1 400'),
    { tls },
    'tls',
    'tls',
  ],
  [
    'stops in the middle',
    (s: Socket) => s.write(supported.subarray(0, 3)),
    {},
    'startup',
    'silent',
  ],
  ['closes in the middle', (s: Socket) => s.end(supported.subarray(0, 3)), {}, 'startup', 'closed'],
] as const)('a port that %s', async (_, behave, more, phase, errorClass) => {
  const target = await targetOf((socket) => void behave(socket), more);
  const { failed, passedMs } = await driverDoor.knock(target);
  expect(failed).toEqual({ phase, errorClass });
  expect(Object.keys(passedMs)).toEqual(phase === 'connect' ? [] : ['connect']);
});

test('a closed port is refused, and neither kind of knock throws', async () => {
  const target = { ...fixed, port: 1 };
  expect(await driverDoor.knock(target)).toEqual({
    passedMs: {},
    failed: { phase: 'connect', errorClass: 'refused' },
  });
  expect(await driverDoor.logIn(target)).toEqual({
    passedMs: {},
    failed: { phase: 'connect', errorClass: 'unreachable' },
  });
});

const frame = (opcode: number, stream: Buffer, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0x84, 0]), stream, Buffer.from([opcode]), length, body]);
};
const text = (words: string) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(words.length);
  return Buffer.concat([length, Buffer.from(words)]);
};

/** Asks for a password at STARTUP; then `answer`. */
const asksForPassword = (answer: (socket: Socket, stream: Buffer) => void) => (socket: Socket) => {
  socket.on('data', (chunk) => {
    const stream = chunk.subarray(2, 4);
    const isStartup = chunk[4] === 1;
    if (isStartup) socket.write(frame(3, stream, text('PasswordAuthenticator')));
    else answer(socket, stream);
  });
};
const credentials = { user: 'ops', password: 'not-to-be-seen' };

test.each([
  [
    'refuses the password',
    (socket: Socket, stream: Buffer) => {
      const code = Buffer.from([0, 0, 1, 0]);
      socket.write(frame(0, stream, Buffer.concat([code, text('Bad credentials')])));
    },
    'authentication',
  ],
  ['does not answer to it', () => undefined, 'client-timeout'],
  // The driver hears of it only when its request has timed out.
  ['closes then', (socket: Socket) => void socket.destroy(), 'client-timeout'],
] as const)('a node that %s: dies at authentication', async (_, answer, errorClass) => {
  const target = await targetOf(asksForPassword(answer), { credentials });
  const passage = await driverDoor.logIn(target);
  expect(passage).toEqual({ passedMs: {}, failed: { phase: 'authentication', errorClass } });
  expect(JSON.stringify(passage)).not.toContain('not-to-be-seen');
});

test('a password that nobody gave is missed at authentication', async () => {
  const target = await targetOf(asksForPassword(() => undefined));
  expect((await driverDoor.logIn(target)).failed).toEqual({
    phase: 'authentication',
    errorClass: 'authentication',
  });
});

test('once it is in, the log-in is over, whatever comes then', async () => {
  const target = await targetOf(
    asksForPassword((socket, stream) => void socket.write(frame(16, stream, Buffer.alloc(4)))),
    { credentials },
  );
  const { passedMs, failed } = await driverDoor.logIn(target);
  expect(failed).toBeUndefined();
  expect(Object.keys(passedMs)).toEqual(['authentication']);
});

test('an answer is told by its first bytes', () => {
  expect(readAnswer(Buffer.alloc(0))).toBe('more');
  expect(readAnswer(Buffer.from([0x04]))).toBe('no-cql');
  expect(readAnswer(Buffer.from([0x84, 0, 0, 0, 2, 0, 0, 0, 0]))).toBe('no-cql');
});
