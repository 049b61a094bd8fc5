import { expect, test } from 'vitest';
import { jmxClient } from '../../src/jmx/client.ts';
import type { JmxTarget } from '../../src/jmx/connection.ts';
import { heldClock, settled } from '../fakes/held-clock.ts';
import { opening, playback } from './playback.ts';
import { replyTo } from './recorded.ts';

const name = 'org.apache.cassandra.db:type=StorageService';
const normal = replyTo('operation-mode');

function clientOf({ dial }: Pick<JmxTarget, 'dial'>) {
  const clock = heldClock();
  return {
    clock,
    client: jmxClient({ dial, port: 7199, mostSockets: 1, clock, timeoutMs: 5_000 }),
  };
}

test('close gives up a connection that is still being made, and none is made after it', async () => {
  const sockets: AbortSignal[] = [];
  const dial = (_: number, signal: AbortSignal) =>
    new Promise<never>((__, reject) => {
      sockets.push(signal);
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  const { client, clock } = clientOf({ dial });
  const asked = expect(client.getAttribute(name, 'x')).rejects.toThrow('closed meanwhile');
  await settled();
  await client.close();
  await asked;
  expect(sockets.map(({ aborted }) => aborted)).toEqual([true]);
  await expect(client.getAttribute(name, 'x')).rejects.toThrow('closed meanwhile');
  expect([sockets.length, clock.sleeping()]).toEqual([1, 0]);
});

test('a node that does not answer to the close is left after a second', async () => {
  const played = playback([...opening, normal, 'nothing']);
  const { client, clock } = clientOf(played);
  await client.getAttribute(name, 'OperationMode');
  const closed = client.close();
  await settled();
  clock.pass(1_000);
  await closed;
  expect(played.sockets.every(({ destroyed }) => destroyed)).toBe(true);
  expect(clock.sleeping()).toBe(0);
});
