import { expect, test } from 'vitest';
import { shutDown } from '../../src/adapters/driver-shutdown.ts';

const never = () => new Promise<void>(() => undefined);

test('a client that closes is waited for, whether it complains or not', async () => {
  const closed: string[] = [];
  await shutDown({ shutdown: () => Promise.resolve(closed.push('well')).then(() => undefined) });
  await shutDown({
    shutdown: () => Promise.reject(new Error(`closed ${closed.push('badly')} times`)),
  });
  expect(closed).toEqual(['well', 'badly']);
});

test('a client that never closes is left', async () => {
  await expect(shutDown({ shutdown: never }, 10)).resolves.toBeUndefined();
});

test('what a connect that failed has left open is closed, and the rest does not need it', async () => {
  const closed: string[] = [];
  const shutdown = () => Promise.resolve();
  const connection = { close: () => void closed.push('connection') };
  const controlConnection = { shutdown: () => void closed.push('control'), connection };
  await shutDown({ shutdown, controlConnection });
  await shutDown({ shutdown, controlConnection: { connection: null } });
  expect(closed).toEqual(['control', 'connection']);
});
