import { expect, test } from 'vitest';
import { askOwnRow } from '../../src/collect/own-row.ts';
import { openSessions } from '../../src/collect/sessions.ts';
import type { NodeContext } from '../../src/collect/context.ts';
import type { ConsistencyLevel } from '../../src/model/consistency.ts';
import { labLimits } from '../../src/model/limits.ts';
import { valueOf } from '../../src/model/seen.ts';
import { CqlError, type CqlErrorClass, type CqlRequest } from '../../src/ports/cql.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { node } from './world.ts';

const app = (...levels: readonly ConsistencyLevel[]) => ({ default: levels });

interface World {
  readonly consistency?: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  readonly fail?: (request: CqlRequest) => CqlErrorClass | undefined;
  /** What is read, by what was written; default: just that. */
  readonly read?: (written: unknown, times: number) => unknown;
  readonly deadlineAt?: number;
}

/** A table of one node that is written and read; whatever else it says, a test shapes. */
function world({
  consistency,
  fail = () => undefined,
  read = (value) => value,
  deadlineAt,
}: World) {
  const clock = fakeClock();
  const asked: CqlRequest[] = [];
  const rows = new Map<unknown, unknown>();
  let [reads, tags, closed] = [0, 0, 0];
  const session = {
    execute(request: CqlRequest) {
      asked.push(request);
      const errorClass = fail(request);
      if (errorClass) return Promise.reject(new CqlError(errorClass, `it was ${errorClass}`));
      const [slot, value] = request.params ?? [];
      if (request.query.startsWith('INSERT')) rows.set(slot, value);
      reads += request.query.startsWith('SELECT') ? 1 : 0;
      const got = read(rows.get(slot), reads);
      return Promise.resolve({ rows: got === undefined ? [] : [{ value: got }], coordinator: '' });
    },
    takeOutcomes: () => [],
    close: () => Promise.resolve(void (closed += 1)),
  };
  const cql = { connect: () => Promise.resolve(session) };
  const sessions = openSessions({
    cql,
    clock,
    access: {},
    limits: labLimits,
    files: memoryFiles(),
    env: {},
  });
  const newTag = () => `tag${(tags += 1)}`;
  const context: NodeContext = {
    ...{ ports: { clock, runner: fakeRunner([]) }, limits: labLimits, sessions },
    ...{ node: node('10.0.0.1'), signal: new AbortController().signal },
    ...(consistency ? { ownRows: { consistency, newTag } } : {}),
    ...(deadlineAt === undefined ? {} : { deadlineAt }),
  };
  return { context, asked, closed: () => closed };
}

async function ask(wish: World) {
  const { context, asked, closed } = world(wish);
  const seen = await askOwnRow(context);
  const told = valueOf(seen)?.tries.map(
    ({ operation, level, result }) => `${operation} ${level} ${result.kind}`,
  );
  return { seen, told, asked, closed };
}

test('a new row goes through the node at each level that clients use, and is read again', async () => {
  const consistency = {
    default: ['LOCAL_QUORUM'],
    carts: ['QUORUM'],
    system_auth: ['ALL'],
  } as const;
  const { told, asked } = await ask({ consistency });
  expect(told).toEqual([
    ...['write LOCAL_QUORUM done', 'read LOCAL_QUORUM done'],
    ...['write QUORUM done', 'read QUORUM done'],
  ]);
  const slots = new Set(asked.map(({ params }) => params?.[0]));
  const values = new Set(asked.flatMap(({ params }) => params?.slice(1) ?? []));
  expect([slots.size, values.size]).toEqual([2, 2]);
  // The rows of the probe begin at 0.
  expect(
    [...slots].every((slot) => typeof slot === 'number' && slot < 0 && slot >= -(2 ** 31)),
  ).toBe(true);
});

test('what is read at SERIAL was written at its quorum, and ANY is not read', async () => {
  const { told } = await ask({ consistency: app('SERIAL', 'LOCAL_SERIAL', 'ANY') });
  expect(told).toEqual([
    ...['write QUORUM done', 'read SERIAL done'],
    ...['write LOCAL_QUORUM done', 'read LOCAL_SERIAL done', 'write ANY done'],
  ]);
});

test('a row of another time is told, and so is none', async () => {
  const old = await ask({ consistency: app('QUORUM'), read: () => '17 old' });
  expect(valueOf(old.seen)?.tries[1]?.result).toEqual({ kind: 'other-value', value: '17 old' });
  const none = await ask({ consistency: app('QUORUM'), read: () => undefined });
  expect(valueOf(none.seen)?.tries[1]?.result).toEqual({ kind: 'other-value', value: undefined });
});

test('at ONE a replica may have it a little later: it is read again, but not for ever', async () => {
  const read = (value: unknown, times: number) => (times < 3 ? undefined : value);
  expect((await ask({ consistency: app('ONE'), read })).told).toEqual([
    'write ONE done',
    'read ONE done',
  ]);
  const never = await ask({ consistency: app('ONE'), read: () => undefined });
  expect(never.told).toEqual(['write ONE done', 'read ONE other-value']);
  expect(never.asked).toHaveLength(6);
});

test.each([
  'unavailable',
  'write-timeout',
  'client-timeout',
  'unauthorized',
  'overloaded',
] as const)(
  'a write that is %s is told by its class, and nothing is read then',
  async (errorClass) => {
    const { seen, asked } = await ask({ consistency: app('QUORUM'), fail: () => errorClass });
    expect(valueOf(seen)?.tries).toMatchObject([{ result: { kind: 'failed', errorClass } }]);
    expect(asked).toHaveLength(1);
  },
);

test('a read that times out is told', async () => {
  const fail = ({ query }: CqlRequest) => (query.startsWith('SELECT') ? 'read-timeout' : undefined);
  const { seen } = await ask({ consistency: app('QUORUM'), fail });
  expect(valueOf(seen)?.tries[1]?.result).toMatchObject({ errorClass: 'read-timeout' });
});

test('a connection that is lost is missing, and is opened anew the next time', async () => {
  const { seen, closed } = await ask({ consistency: app('QUORUM'), fail: () => 'unreachable' });
  expect(seen).toMatchObject({ kind: 'missing', why: 'unreachable' });
  expect(closed()).toBe(1);
});

test('without its table it says what makes it', async () => {
  const { context } = world({ consistency: app('QUORUM') });
  for (const message of ['unconfigured table canary', 'keyspace ringward_probe does not exist']) {
    const execute = () => Promise.reject(new CqlError('invalid', message));
    const session = { execute, takeOutcomes: () => [], close: () => Promise.resolve() };
    const sessions = { ...context.sessions, get: () => Promise.resolve(session) };
    expect(await askOwnRow({ ...context, sessions })).toMatchObject({
      kind: 'missing',
      detail: 'ringward_probe.canary is not there: make it with ringward probe --create-keyspace',
    });
  }
});

test('nothing is written without levels, nor beyond the deadline', async () => {
  const none = await ask({});
  expect(none.seen).toMatchObject({ kind: 'missing', detail: 'no levels are given' });
  const late = await ask({ consistency: app('QUORUM'), deadlineAt: 0 });
  expect(late.seen).toMatchObject({ kind: 'missing', why: 'timed-out' });
  expect([...none.asked, ...late.asked]).toEqual([]);
});
