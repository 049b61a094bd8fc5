import { expect, test } from 'vitest';
import type { ConsistencyLevel } from '../../src/model/consistency.ts';
import { CqlError } from '../../src/ports/cql.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { simulated } from './simulated.ts';

const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

/** Three replicas with one table, and a session that knows all of them. */
async function withTable(faults: readonly Fault[] = [], requestTimeoutMs = 10_000) {
  const world = simulated({}, faults);
  const session = await world.cql.connect({
    addresses: [one, two, three],
    port: 9042,
    pinned: false,
    connectTimeoutMs: 1_000,
    requestTimeoutMs,
  });
  await session.execute({ query: 'CREATE TABLE app.t (id int, v text, PRIMARY KEY (id))' });
  const put = (v: string, consistency: ConsistencyLevel, coordinator?: string) =>
    session.execute({
      query: 'INSERT INTO app.t (id, v) VALUES (?, ?)',
      params: [1, v],
      consistency,
      ...(coordinator === undefined ? {} : { coordinator }),
    });
  const get = async (consistency: ConsistencyLevel, coordinator?: string) => {
    const { rows } = await session.execute({
      query: 'SELECT v FROM app.t WHERE id = ?',
      params: [1],
      consistency,
      ...(coordinator === undefined ? {} : { coordinator }),
    });
    return rows[0]?.['v'];
  };
  return { ...world, session, put, get };
}

async function errorOf(work: Promise<unknown>): Promise<Pick<CqlError, 'errorClass' | 'message'>> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CqlError) return error;
  throw new Error(`no CqlError: ${String(error)}`);
}

const diesAt = (node: string, at: number): Fault => ({ kind: 'dies', node, at });
const seenDown = (node: string, viewer: string): Fault => ({ kind: 'seen-down', node, viewer });
const staleUp = (node: string): Fault => ({ kind: 'stale-up', node });

test('the newer write wins, whoever is asked', async () => {
  const { put, get } = await withTable();
  await put('old', 'ALL');
  await put('new', 'ONE', two);
  for (const coordinator of [one, two, three]) expect(await get('ONE', coordinator)).toBe('new');
});

test('a coordinator that sees too few replicas up refuses at once, and writes nothing', async () => {
  const { put, get } = await withTable([seenDown(two, one), seenDown(three, one)]);
  const refused = await errorOf(put('v', 'QUORUM', one));
  expect(refused).toMatchObject({
    errorClass: 'unavailable',
    message: expect.stringContaining('2 required but only 1 alive') as string,
    coordinator: one,
  });
  expect(await get('ALL', two)).toBeUndefined();
  await put('v', 'QUORUM', two);
  expect(await get('QUORUM', three)).toBe('v');
});

test('a replica that is taken for alive and is not: reads and writes that need it time out', async () => {
  const { put, get, clock, cluster } = await withTable([staleUp(two)]);
  await put('before', 'ALL', one);
  const now = clock.now();
  cluster.change({ ...cluster.state(), faults: [staleUp(two), diesAt(two, now)] });
  await clock.sleep(60_000);
  expect(await errorOf(put('v', 'ALL', one))).toMatchObject({
    errorClass: 'write-timeout',
    message: expect.stringContaining('2 peer(s) acknowledged the write over 3 required') as string,
  });
  expect(await errorOf(get('ALL', one))).toMatchObject({ errorClass: 'read-timeout' });
  // What timed out may be there all the same.
  expect(await get('ONE', three)).toBe('v');
});

test('a client with less patience than the server sees its own time-out', async () => {
  const { get, clock, cluster } = await withTable([], 1_000);
  const faults = [staleUp(two), diesAt(two, clock.now())];
  cluster.change({ ...cluster.state(), faults });
  await clock.sleep(60_000);
  expect(await errorOf(get('ALL', one))).toMatchObject({ errorClass: 'client-timeout' });
});

test('a node that closes its door takes the answers under way with it; the write may be there', async () => {
  const { put, get, clock, cluster, nodes, runner } = await withTable();
  const drain = [...(nodes[0]?.nodetool ?? []), 'drain'];
  const drained = runner.run({ node: one, argv: drain, timeoutMs: 60_000 });
  // Drain begins 1.2 s after nodetool was started.
  await clock.sleep(1_199);
  const failed = await errorOf(put('v', 'QUORUM', one));
  expect(failed).toMatchObject({ errorClass: 'unreachable', coordinator: one });
  await drained;
  expect(await get('QUORUM', two)).toBe('v');
  expect(await errorOf(get('QUORUM', one))).toMatchObject({ errorClass: 'unreachable' });
  expect(cluster.storage.hints()).toEqual([]);
});

test('after three hours no hint is kept any more', async () => {
  const { put, clock, cluster } = await withTable();
  cluster.change({ ...cluster.state(), faults: [diesAt(two, clock.now())] });
  await clock.sleep(60 * 60_000);
  await put('in time', 'QUORUM', one);
  await clock.sleep(3 * 60 * 60_000);
  await put('too late', 'QUORUM', one);
  const kept = cluster.storage
    .hints()
    .flatMap(({ rows }) => rows.map(({ columns }) => columns['v']));
  expect(kept).toEqual(['in time']);
});

test.each([
  ['SELECT v FROM app.none WHERE id = ?', 'unconfigured table none'],
  ['SELECT v FROM app.t WHERE v = ?', 'ALLOW FILTERING'],
  ['INSERT INTO app.t (v) VALUES (?)', 'keys are missing: id'],
  ['CREATE TABLE app.t (id int, PRIMARY KEY (id))', "Table 'app.t' already exists"],
  ['CREATE TABLE none.t (id int, PRIMARY KEY (id))', "Keyspace 'none' doesn't exist"],
  [
    "CREATE KEYSPACE app WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    "Keyspace 'app' already exists",
  ],
])('%s is invalid: %s', async (query, message) => {
  const { session } = await withTable();
  expect(await errorOf(session.execute({ query, params: [1] }))).toMatchObject({
    errorClass: 'invalid',
    message: expect.stringContaining(message) as string,
  });
});

test('a new table is there for nodetool and plans, too, on every node', async () => {
  const { look } = await withTable();
  const { nodes } = await look(['sstable-counts', 'autocompaction']);
  for (const { sources } of nodes) {
    const table = expect.objectContaining({ keyspace: 'app', table: 't' }) as unknown;
    expect(sources['sstable-counts']).toMatchObject({
      value: { tables: expect.arrayContaining([table]) as unknown },
    });
    expect(sources.autocompaction).toMatchObject({
      value: { tables: expect.arrayContaining([table]) as unknown },
    });
  }
});
