import { expect, test } from 'vitest';
import { openJmx } from '../../src/collect/jmx-clients.ts';
import type { JmxAccess } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import { fakeJmx, fakeJmxClient } from '../fakes/fake-jmx.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { node } from './world.ts';

function opened(access: JmxAccess, files: Readonly<Record<string, string>> = {}) {
  const client = fakeJmxClient({});
  const jmx = fakeJmx({ '127.0.1.1': client, '127.0.1.2': client });
  const clients = openJmx({ jmx, access, limits: labLimits, files: memoryFiles(files), env: {} });
  return { clients, jmx, client };
}

test('one connection a node, with what the files hold, until all are closed', async () => {
  const access = { user: 'ops', passwordFile: '/pw', tls: { ca: '/ca', serverName: 'db' } };
  const { clients, jmx, client } = opened(access, {
    '/pw': 'other x\nops  s3cret\n',
    '/ca': 'PEM',
  });
  const one = node('127.0.1.1', true);
  expect(await clients.get(one)).toBe(client);
  await clients.get(one);
  await clients.get(node('127.0.1.2', true));
  const given = {
    ...{ port: 7199, timeoutMs: 20_000, credentials: { user: 'ops', password: 's3cret' } },
    tls: { ca: 'PEM', serverName: 'db' },
  };
  expect(jmx.places).toEqual([
    { host: '127.0.1.1', ...given },
    { host: '127.0.1.2', ...given },
  ]);
  await clients.closeAll();
  expect(client.asked).toEqual(['close', 'close']);
});

test('a node without JMX has none, and no secret is read for it', async () => {
  const { clients, jmx } = opened({ user: 'ops', passwordFile: '/not/there' });
  expect(await clients.get(node('127.0.1.1'))).toBeUndefined();
  expect(jmx.places).toEqual([]);
});

test('a password that is not there is an error that names the place alone', async () => {
  const { clients } = opened({ user: 'ops', passwordFile: '/pw' }, { '/pw': 'root s3cret\n' });
  const error: unknown = await clients.get(node('127.0.1.1', true)).catch((one: unknown) => one);
  expect(error).toMatchObject({
    message: expect.stringContaining('there is no line for user ops') as string,
    hint: expect.stringContaining('USER PASSWORD') as string,
  });
  expect(String(error)).not.toContain('s3cret');
});
