import { auth, Client } from 'cassandra-driver';
import { readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { healthJson, type HealthFinding } from '../lab/health-json.ts';
import { labIn } from '../lab/ringward.ts';

/** Passwords, because where nobody logs in all are superusers, who are held to few guardrails. */
const lab = labIn('protections', '127.0.21');
const [node, cqlPort] = [lab.address(1), 9042];
let app: Client;

/** By JMX, as an operator would who has nothing but nodetool. Its sjk ends with 0 whatever becomes of it, and takes no `-1`. */
async function mx(bean: string, ...argv: string[]): Promise<void> {
  const name = `org.apache.cassandra.db:type=${bean}`;
  const { out, err } = await lab.exec('1', 'nodetool', 'sjk', 'mx', '-b', name, ...argv);
  if ((out + err).includes('Exception')) throw new Error(out + err);
}

const setAttribute = (bean: string, name: string, value: string) =>
  mx(bean, '-f', name, '-ms', '-v', value);

async function connected(username: string, password: string): Promise<Client> {
  const client = new Client({
    contactPoints: [node],
    localDataCenter: 'dc1',
    authProvider: new auth.PlainTextAuthProvider(username, password),
  });
  await client.connect();
  return client;
}

beforeAll(async () => {
  await lab.up('4.1.10', '--nodes', '1', '--auth');
  const password = readFileSync(join(lab.dir, 'secrets', 'password'), 'utf8').trim();
  const root = await connected('ringward', password);
  for (const statement of [
    "CREATE ROLE app WITH PASSWORD = 'app' AND LOGIN = true",
    "CREATE KEYSPACE work WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    'CREATE TABLE work.events (id int PRIMARY KEY, value blob)',
    'GRANT SELECT ON KEYSPACE work TO app',
    'GRANT MODIFY ON KEYSPACE work TO app',
  ])
    await root.execute(statement);
  await root.shutdown();
  app = await connected('app', 'app');
});
afterAll(async () => {
  await app.shutdown();
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

/** What is found of this kind in looks over 20 s. */
async function found(detector: string): Promise<readonly HealthFinding[]> {
  const report = healthJson(await lab.run('health', '--for', '20s', '--format', 'json'));
  const asked = ['client-load', 'client-limits', 'log'];
  expect(report.missing.filter(({ source }) => asked.includes(source))).toEqual([]);
  return report.findings.filter((one) => one.detector === detector);
}

/** Connections that the node keeps, of so many that are opened. */
async function open(count: number): Promise<{ kept: readonly Socket[]; refused: number }> {
  const tries = Array.from({ length: count }, async () => {
    const socket = connect(cqlPort, node);
    const isKept = await new Promise<boolean>((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(false);
      });
      setTimeout(resolve, 2_000, true);
    });
    return isKept ? [socket] : [];
  });
  const kept = (await Promise.all(tries)).flat();
  return { kept, refused: count - kept.length };
}

test('connections beyond native_transport_max_concurrent_connections: CONNECTIONS, and gone with the limit', async () => {
  const limit = 12;
  await setAttribute('StorageProxy', 'NativeTransportMaxConcurrentConnections', String(limit));
  const begunAt = Date.now();
  const { kept, refused } = await open(2 * limit);
  expect(refused).toBeGreaterThan(0);
  // One goes, so that the look has a connection itself.
  for (const socket of kept.slice(0, 2)) socket.destroy();
  const [finding, ...others] = await found('held-back-clients');
  process.stdout.write(`${refused} refused; ${finding?.summary} (${Date.now() - begunAt} ms)\n`);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ state: 'CONNECTIONS', severity: 'warning', node });
  expect(finding?.summary).toMatch(
    /^\d+ of 12 connections in use; new ones were refused at .*, beyond 12$/,
  );
  expect(JSON.stringify(finding)).toContain('native_transport_max_concurrent_connections');
  expect(Date.now() - begunAt).toBeLessThan(90_000);

  for (const socket of kept) socket.destroy();
  await setAttribute('StorageProxy', 'NativeTransportMaxConcurrentConnections', '-1');
  expect(await found('held-back-clients')).toEqual([]);
});

test('requests beyond a rate of a driver that asks for no errors: PAUSED by it, and gone with it', async () => {
  await setAttribute('StorageService', 'NativeTransportMaxRequestsPerSecond', '20');
  await setAttribute('StorageService', 'NativeTransportRateLimitingEnabled', 'true');
  const begunAt = Date.now();
  const over = new AbortController();
  const flooding = flood(over.signal);
  const [finding, ...others] = await found('held-back-clients').finally(() => {
    over.abort();
  });
  process.stdout.write(`${await flooding} requests failed; ${finding?.summary}\n`);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ state: 'PAUSED', node });
  expect(finding?.causes).toContainEqual(
    expect.objectContaining({ id: 'rate-limit', confidence: 'likely' }),
  );
  expect(Date.now() - begunAt).toBeLessThan(90_000);

  await setAttribute('StorageService', 'NativeTransportRateLimitingEnabled', 'false');
  expect(await found('held-back-clients')).toEqual([]);
});

/** Requests as fast as they are answered; how many failed. */
async function flood(signal: AbortSignal): Promise<number> {
  const client = await connected('app', 'app');
  let failed = 0;
  const one = async () => {
    while (!signal.aborted)
      await client
        .execute('SELECT value FROM work.events WHERE id = 1')
        .catch((error: unknown) => ((failed += 1), String(error)));
  };
  await Promise.all(Array.from({ length: 4 }, one));
  await client.shutdown();
  return failed;
}

test('guardrails that warn and that refuse: each by its name, and gone with the setting', async () => {
  const set = (warn: number, fail: number) =>
    mx(
      'Guardrails',
      ...['-mc', '-op', 'setPartitionKeysInSelectThreshold', '-a', String(warn), String(fail)],
    );
  await set(2, 4);
  const begunAt = Date.now();
  const ids = (count: number) => Array.from({ length: count }, (_, id) => id).join(', ');
  const select = (count: number) =>
    app.execute(`SELECT value FROM work.events WHERE id IN (${ids(count)})`);
  expect((await select(3)).info.warnings).toHaveLength(1);
  await expect(select(5)).rejects.toThrow('Guardrail partition_keys_in_select violated');
  const findings = await found('guardrails');
  process.stdout.write(findings.map(({ summary }) => `${summary}\n`).join(''));
  const subject = 'partition_keys_in_select';
  expect(findings).toMatchObject([
    { state: 'FAILED', severity: 'warning', node, subject },
    { state: 'WARNED', severity: 'info', node, subject },
  ]);
  expect(findings[0]?.evidence[0]?.value).toContain('number of partition keys 5 exceeds fail');
  expect(Date.now() - begunAt).toBeLessThan(90_000);

  await set(500, 1_000);
  expect(await found('guardrails')).toEqual([]);

  // Other words, because the same are logged once in ten minutes.
  await set(1, 3);
  await expect(select(5)).rejects.toThrow('exceeds fail threshold of 3');
  expect(await found('guardrails')).toHaveLength(2);
  await lab.down();
  await lab.up('4.1.10', '--nodes', '1', '--auth');
  expect(await found('guardrails')).toEqual([]);
});
