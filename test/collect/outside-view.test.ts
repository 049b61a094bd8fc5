import { expect, test } from 'vitest';
import { watchOutside } from '../../src/collect/outside-view.ts';
import { systemQuestion, tableQuestions } from '../../src/collect/probe-table.ts';
import { openSessions } from '../../src/collect/sessions.ts';
import { defaultInventory } from '../../src/config/inventory.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { CqlError, type CqlErrorClass } from '../../src/ports/cql.ts';
import type { CqlDoor, Passage } from '../../src/ports/cql-door.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakeDoor } from '../fakes/fake-door.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const nodes = defaultInventory().nodes;
const died = (phase: 'connect' | 'startup' | 'authentication', errorClass: CqlErrorClass) =>
  ({ passedMs: {}, failed: { phase, errorClass } }) as Passage;

async function watched(given: {
  door?: CqlDoor;
  cql?: ReturnType<typeof fakeCql>;
  ratePerSecond?: number;
  mostLateMs?: number;
  signal?: AbortSignal;
}) {
  const clock = virtualClock(0);
  const { door = fakeDoor(), cql = fakeCql([['SELECT', []]]), ratePerSecond = 6 } = given;
  const parts = { cql, clock, files: memoryFiles({}), env: {} };
  const sessions = openSessions({ ...parts, access: {}, limits: productionLimits });
  const request = {
    ...{ ratePerSecond, forMs: 20_000, longestTryMs: 15_000 },
    mostLateMs: given.mostLateMs ?? 500,
    questions: [systemQuestion],
  };
  const signal = given.signal ?? new AbortController().signal;
  const { views, done } = watchOutside(nodes, request, {
    ports: { clock, door },
    sessions,
    signal,
  });
  await done;
  const [view] = views();
  if (!view) throw new Error('no view');
  return view;
}

test('each turn a connection and a request, and a log-in now and then', async () => {
  const door = fakeDoor();
  const view = await watched({ door });
  expect(view.phases).toMatchObject({
    connect: { tries: 120, failures: {} },
    startup: { tries: 120 },
    query: { tries: 120, failures: {}, p50Ms: expect.any(Number) as number },
  });
  // Nobody asked for a password, and there is no TLS.
  expect(Object.keys(view.phases).sort()).toEqual(['connect', 'query', 'startup']);
  expect(view.requests).toMatchObject([{ operation: 'read', level: 'ONE', tries: 120 }]);
  expect([door.knocks(), door.logIns()]).toEqual([120, 30]);
});

test.each([
  [1, 20],
  [3, 30],
  [40, 30],
])(
  'at %d a second passwords are asked for about 1.5 times a second',
  async (ratePerSecond, most) => {
    const door = fakeDoor();
    await watched({ door, ratePerSecond });
    expect(door.logIns()).toBeLessThanOrEqual(most);
    expect(door.logIns()).toBeGreaterThanOrEqual(20);
  },
);

test('a phase is tried by those that came so far, and what died is there with its class', async () => {
  const door = fakeDoor((n, _, kind) => {
    if (kind === 'log-in') {
      return n <= 2
        ? died('authentication', 'client-timeout')
        : { passedMs: { authentication: 9 } };
    }
    if (n % 10 === 0) return { passedMs: {}, failed: { phase: 'connect', errorClass: 'silent' } };
    if (n % 10 === 1) {
      return { passedMs: { connect: 1 }, failed: { phase: 'startup', errorClass: 'no-cql' } };
    }
    return { passedMs: { connect: 1, startup: 1 } };
  });
  const { phases } = await watched({ door });
  expect(phases).toMatchObject({
    connect: { tries: 120, failures: { silent: 12 } },
    startup: { tries: 108, failures: { 'no-cql': 12 } },
    authentication: { tries: 30, failures: { 'client-timeout': 2 }, p50Ms: undefined },
  });
});

test('a log-in that never reached the node is no try of the password', async () => {
  const door = fakeDoor((_, __, kind) =>
    kind === 'log-in' ? died('connect', 'unreachable') : { passedMs: { connect: 1, startup: 1 } },
  );
  expect((await watched({ door })).phases.authentication).toBeUndefined();
});

test('what this machine could not do is skipped, and fails nobody', async () => {
  const door = fakeDoor((_, __, kind) =>
    kind === 'knock'
      ? { passedMs: {}, failed: { phase: 'connect', errorClass: 'own-machine' } }
      : { passedMs: {} },
  );
  const { phases, skipped } = await watched({ door });
  expect([phases.connect, skipped]).toEqual([undefined, 120]);
});

test('answers of a coordinator that fail are of the query, by class', async () => {
  let n = 0;
  const cql = fakeCql([
    ['SELECT', () => ((n += 1) % 4 === 0 ? new CqlError('read-timeout', 'slow') : [])],
  ]);
  expect((await watched({ cql })).phases.query).toMatchObject({
    tries: 120,
    failures: { 'read-timeout': 30 },
  });
});

test('a connection that breaks counts once, however many requests went with it', async () => {
  let n = 0;
  const cql = fakeCql([
    ['SELECT', () => ((n += 1) === 10 ? new CqlError('unreachable', 'Socket was closed') : [])],
  ]);
  const view = await watched({ cql });
  expect(view.phases.query).toMatchObject({ tries: 120, failures: { 'connection-lost': 1 } });
  expect(cql.targets).toHaveLength(2);
});

test('without a session there is no try of a query', async () => {
  const cql = fakeCql([], { '127.0.0.1': new CqlError('unreachable', 'refused') });
  const view = await watched({ cql });
  expect(view.phases.query).toMatchObject({ tries: 0, failures: {} });
  expect(view.withoutSession).toBe(120);
});

test('a try that never ends keeps nobody waiting', async () => {
  const door: CqlDoor = { ...fakeDoor(), logIn: () => new Promise(() => undefined) };
  expect((await watched({ door })).skipped).toBe(30);
});

test('a turn that this machine puts off is skipped', async () => {
  expect(await watched({ mostLateMs: -1 })).toMatchObject({
    skipped: 120,
    requests: [{ tries: 0 }],
  });
});

test('a signal ends it', async () => {
  const stopped = AbortSignal.abort(new Error('Ctrl-C'));
  expect((await watched({ signal: stopped })).phases.query?.tries).toBe(0);
});

test('what is no answer of a node is thrown', async () => {
  const door: CqlDoor = { ...fakeDoor(), knock: () => Promise.reject(new TypeError('a bug')) };
  await expect(watched({ door })).rejects.toThrow('a bug');
});

test('levels that only reads or only writes can have', () => {
  const asked = tableQuestions(['ANY', 'SERIAL', 'ONE'], false);
  expect(asked.map(({ operation, level }) => [operation, level])).toEqual([
    ['write', 'ANY'],
    ['read', 'SERIAL'],
    ['read', 'ONE'],
    ['write', 'ONE'],
  ]);
  expect(tableQuestions(['ANY'], true)).toEqual([]);
});

test('keys go round, and the same write is sent again', () => {
  const [, write] = tableQuestions(['ONE'], false);
  const slots = Array.from({ length: 1_000 }, (_, i) => write?.request(i).params?.[0]);
  expect(new Set(slots).size).toBe(1_000);
  expect(write?.request(1_003)).toEqual(write?.request(3));
});
