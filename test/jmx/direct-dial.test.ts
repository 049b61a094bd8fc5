import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { directDial } from '../../src/jmx/direct-dial.ts';

const never = new AbortController().signal;

/** A port of 127.0.0.1 that takes connections and says nothing. */
async function silentPort(): Promise<number> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('a port that takes connections gives a socket', async () => {
  const socket = await directDial('127.0.0.1')(await silentPort(), never);
  expect(socket.destroyed).toBe(false);
  socket.destroy();
});

test('a port that nobody listens at is refused, with address and port', async () => {
  // Port 1 is nobody's.
  await expect(directDial('127.0.0.1')(1, never)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/^127\.0\.0\.1:1: /) as string,
  });
});

test('a TLS handshake that is not answered ends with the signal', async () => {
  const given = new AbortController();
  const dialled = directDial('127.0.0.1', { ca: '' })(await silentPort(), given.signal);
  given.abort();
  await expect(dialled).rejects.toMatchObject({ kind: 'closed', message: 'given up' });
});

test('a connection that does not come about is refused before the question runs out of time', async () => {
  const dialled = directDial('127.0.0.1', { ca: '' }, 20)(await silentPort(), never);
  await expect(dialled).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('no connection within 0.02 s') as string,
  });
});
