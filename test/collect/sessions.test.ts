import { expect, test } from 'vitest';
import { mostNodesAtOnce } from '../../src/collect/turns.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { CqlError, type CqlSession } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { settled } from '../fakes/held-clock.ts';
import { node, world } from './world.ts';

const one = node('127.0.1.1');

test('the session of a node is opened once and kept', async () => {
  const { sessions, cql } = world();
  const [first, second] = await Promise.all([sessions.get(one), sessions.get(one)]);
  expect(second).toBe(first);
  await sessions.get(node('127.0.1.2'));
  expect(cql.targets.map(({ addresses }) => addresses)).toEqual([['127.0.1.1'], ['127.0.1.2']]);
});

test('password and TLS files are read from where the inventory says', async () => {
  const { sessions, cql } = world({
    access: {
      user: 'monitor',
      passwordFrom: { file: '/secret' },
      tls: { ca: '/ca.pem', cert: '/cert.pem', key: '/key.pem', serverName: 'db' },
    },
    files: { '/secret': 'swordfish\n', '/ca.pem': 'CA', '/cert.pem': 'CERT', '/key.pem': 'KEY' },
  });
  await sessions.get(one);
  expect(cql.targets[0]).toMatchObject({
    credentials: { user: 'monitor', password: 'swordfish' },
    tls: { ca: 'CA', cert: 'CERT', key: 'KEY', serverName: 'db' },
  });
});

test('a password can come from the environment', async () => {
  const { sessions, cql } = world({
    access: { user: 'monitor', passwordFrom: { env: 'CQL_PASSWORD' } },
    env: { CQL_PASSWORD: 'swordfish' },
  });
  await sessions.get(one);
  expect(cql.targets[0]?.credentials?.password).toBe('swordfish');
});

test.each([
  ['no such variable', { passwordFrom: { env: 'NONE' } }, /NONE is not set/],
  ['no such file', { passwordFrom: { file: '/none' } }, /\/none: no such file/],
  ['an empty file', { passwordFrom: { file: '/empty' } }, /\/empty: the file is empty/],
  ['no CA', { passwordFrom: { file: '/s' }, tls: { ca: '/no.pem' } }, /no\.pem: no such file/],
] as const)('%s is an error of the configuration', async (_, access, message) => {
  const files = { '/empty': '\n', '/s': 'swordfish' };
  const { sessions } = world({ access: { user: 'monitor', ...access }, files });
  const failure = sessions.get(one);
  await expect(failure).rejects.toThrow(ConfigError);
  await expect(failure).rejects.toThrow(message);
});

test('a file that cannot be read is named', async () => {
  const { openSessions } = await import('../../src/collect/sessions.ts');
  const { clock, cql, context } = world();
  const files = {
    readText: () => Promise.reject(new Error('EACCES: permission denied')),
  } as never;
  const access = { user: 'u', passwordFrom: { file: '/locked' } };
  const sessions = openSessions({ cql, clock, files, env: {}, access, limits: context.limits });
  await expect(sessions.get(one)).rejects.toThrow(/\/locked: cannot be read.*EACCES/);
});

test('a node that lets nobody in is tried again, but not at once', async () => {
  const closed = { '127.0.1.1': new CqlError('unreachable', 'refused') };
  const cql = fakeCql([], closed);
  const { sessions, clock } = world({ cql });
  await expect(sessions.get(one)).rejects.toThrow('refused');
  await expect(sessions.get(one)).rejects.toThrow('refused');
  expect(cql.targets).toHaveLength(1);
  clock.advance(1_000);
  await expect(sessions.get(one)).rejects.toThrow('refused');
  expect(cql.targets).toHaveLength(2);
  expect(sessions.takeOutcomes(one).map(({ errorClass }) => errorClass)).toEqual([
    'unreachable',
    'unreachable',
  ]);
});

test('outcomes are kept when a session is dropped', async () => {
  const { sessions, cql } = world();
  const session = await sessions.get(one);
  await session.execute({ query: 'SELECT * FROM system.local' });
  await sessions.drop(one, session);
  const next = await sessions.get(one);
  expect(next).not.toBe(session);
  await next.execute({ query: 'SELECT * FROM system.local' });
  expect(sessions.takeOutcomes(one)).toHaveLength(2);
  // A late failure of the old session leaves the new one alone.
  await sessions.drop(one, session);
  expect(await sessions.get(one)).toBe(next);
  expect(cql.targets).toHaveLength(2);
});

test('what is closed is not opened again', async () => {
  const { sessions, cql } = world();
  await sessions.get(one);
  await sessions.closeAll();
  await expect(sessions.get(one)).rejects.toThrow('the sessions are closed');
  expect(cql.targets).toHaveLength(1);
});

test('a node that is still connected to is not waited for, and closed when it has let us in', async () => {
  const closed: string[] = [];
  let letIn: (session: CqlSession) => void = () => undefined;
  const cql = {
    ...fakeCql([]),
    connect: () => new Promise<CqlSession>((resolve) => (letIn = resolve)),
  };
  const { sessions } = world({ cql });
  const opening = sessions.get(one);
  await settled();
  await sessions.closeAll();
  letIn({
    execute: () => Promise.reject(new CqlError('other', 'closed')),
    takeOutcomes: () => [],
    close: () => Promise.resolve(void closed.push('session')),
  });
  await opening;
  await settled();
  expect(closed).toEqual(['session']);
});

test('nodes that still wait to be connected to are left alone once all is over', async () => {
  const opening: ((error: CqlError) => void)[] = [];
  const cql = {
    ...fakeCql([]),
    connect: () => new Promise<never>((_, reject) => opening.push(reject)),
  };
  const { sessions } = world({ cql });
  const nodes = Array.from({ length: mostNodesAtOnce + 2 }, (_, i) => node(`10.0.0.${i}`));
  const gets = Promise.allSettled(nodes.map((each) => sessions.get(each)));
  await settled();
  expect(opening).toHaveLength(mostNodesAtOnce);
  const closing = sessions.closeAll();
  for (const reject of opening) reject(new CqlError('unreachable', 'refused'));
  const all = await gets;
  await closing;
  expect(opening).toHaveLength(mostNodesAtOnce);
  expect(all.at(-1)).toMatchObject({ reason: { message: 'the sessions are closed' } });
});
