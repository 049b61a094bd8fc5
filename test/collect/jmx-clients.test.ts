import { expect, test } from 'vitest';
import { openJmx } from '../../src/collect/jmx-clients.ts';
import { turnsOf } from '../../src/collect/turns.ts';
import type { JmxAccess } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import { JmxError, type JmxValue } from '../../src/ports/jmx.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeJmx, fakeJmxClient } from '../fakes/fake-jmx.ts';
import { settled } from '../fakes/held-clock.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { node } from './world.ts';

function opened(access: JmxAccess, files: Readonly<Record<string, string>> = {}) {
  const client = fakeJmxClient({});
  const jmx = fakeJmx({ '127.0.1.1': client, '127.0.1.2': client });
  const commands = turnsOf(1);
  const places = { files: memoryFiles(files), env: {} };
  const clock = fakeClock();
  const clients = openJmx({ jmx, access, limits: labLimits, commands, clock, ...places });
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

/** Two nodes that are reached through a command, one at a time; each question is answered by the test. */
function behindProxies(deadlineMs = Infinity) {
  const clock = fakeClock();
  const asked: { readonly of: string; readonly answer: (value: JmxValue | JmxError) => void }[] =
    [];
  const clientOf = (of: string) => ({
    ...fakeJmxClient({}),
    getAttribute: () =>
      new Promise<JmxValue>((resolve, reject) => {
        const answer = (value: JmxValue | JmxError) => {
          if (value instanceof JmxError) reject(value);
          else resolve(value);
        };
        asked.push({ of, answer });
      }),
  });
  const clients = openJmx({
    jmx: fakeJmx({ a: clientOf('a'), b: clientOf('b') }),
    ...{ access: {}, limits: labLimits, commands: turnsOf(1), files: memoryFiles(), env: {} },
    clock,
    deadlineAt: clock.now() + deadlineMs,
  });
  const ask = async (host: string, signal?: AbortSignal) => {
    const jmx = { host, port: 7199, proxyCommand: ['ssh', '-W'] };
    const client = await clients.get({ ...node(host), jmx });
    return await client?.getAttribute('bean', 'attribute', signal);
  };
  const who = () => asked.map(({ of }) => of).join(' ');
  const answer = async (value: JmxValue | JmxError) => {
    asked.shift()?.answer(value);
    await settled();
  };
  return { clients, clock, ask, who, answer };
}

test('ways that are commands are opened in turn, and asked side by side once they are open', async () => {
  const { ask, who, answer } = behindProxies();
  const first = [ask('a'), ask('b')];
  await settled();
  expect(who()).toBe('a');
  await answer(1);
  expect(who()).toBe('b');
  await answer(2);
  expect(await Promise.all(first)).toEqual([1, 2]);
  const later = Promise.allSettled([ask('a'), ask('b')]);
  await settled();
  expect(who()).toBe('a b');
  await answer(new JmxError('closed', 'the connection broke'));
  await answer(new JmxError('remote', 'no such bean'));
  expect((await later).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  // One is lost and waits for its turn, the other has only said no.
  const again = [ask('b'), ask('a')];
  await settled();
  expect(who()).toBe('b a');
  await answer(3);
  await answer(4);
  expect(await Promise.all(again)).toEqual([3, 4]);
});

test('a way whose turn comes after the end is not opened', async () => {
  const { clients, ask, who, answer } = behindProxies();
  const first = ask('a');
  const waiting = expect(ask('b')).rejects.toThrow('closed meanwhile');
  await settled();
  await clients.closeAll();
  await answer(1);
  await first;
  await waiting;
  expect(who()).toBe('');
});

test('no way is opened after the deadline, nor for a question that nobody waits for any more', async () => {
  const { clock, ask, who, answer } = behindProxies(30_000);
  const stop = new AbortController();
  const asked = Promise.allSettled([ask('a'), ask('b', stop.signal), ask('b')]);
  await settled();
  stop.abort(new Error('Ctrl-C'));
  await clock.sleep(30_000);
  await answer(new JmxError('refused', 'nothing there'));
  const why = (await asked).map((one) => (one.status === 'rejected' ? String(one.reason) : ''));
  expect(why).toEqual([
    'JmxError: nothing there',
    'Error: Ctrl-C',
    'JmxError: the deadline had passed',
  ]);
  expect(who()).toBe('');
});

test('a way through which the node said no is open', async () => {
  const { ask, who, answer } = behindProxies();
  const first = Promise.allSettled([ask('a')]);
  await settled();
  await answer(new JmxError('remote', 'no such bean'));
  await first;
  const later = [ask('a'), ask('a')];
  await settled();
  expect(who()).toBe('a a');
  await answer(1);
  await answer(2);
  expect(await Promise.all(later)).toEqual([1, 2]);
});
