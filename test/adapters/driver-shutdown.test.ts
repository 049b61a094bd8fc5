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
