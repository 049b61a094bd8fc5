import { Client } from 'cassandra-driver';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { healthJson } from '../lab/health-json.ts';
import { labIn } from '../lab/ringward.ts';

const lab = labIn('large', '127.0.23');
const node = lab.address(1);
const rowBytes = 10_000;
let client: Client;

const nodetool = (...argv: string[]) => lab.exec('1', 'nodetool', ...argv);

beforeAll(async () => {
  await lab.up('4.1.10', '--nodes', '1');
  client = new Client({
    contactPoints: [node],
    localDataCenter: 'dc1',
    socketOptions: { readTimeout: 60_000 },
  });
  await client.connect();
  await client.execute(
    `CREATE KEYSPACE work WITH durable_writes = false
     AND replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  await client.execute(
    `CREATE TABLE work.wide (id int, row int, value blob, PRIMARY KEY (id, row))
     WITH compression = {'enabled': false}
     AND compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': 32}`,
  );
});
afterAll(async () => {
  await client.shutdown();
  await lab.down();
  rmSync(lab.folder, { recursive: true });
});

/** Rows of 10 kB in one partition, and a few in each of the others. */
async function write(from: number, to: number): Promise<void> {
  let next = from;
  const writer = async () => {
    while (next < to) {
      const row = (next += 1);
      const id = row % 100 === 0 ? row : 0;
      const query = 'INSERT INTO work.wide (id, row, value) VALUES (?, ?, ?)';
      await client.execute(query, [id, row, randomBytes(rowBytes)], { prepare: true });
    }
  };
  await Promise.all(Array.from({ length: 32 }, writer));
}

test('a partition of 180 MB at 1 MiB/s is SLOW by the throttle, neither LARGE nor STUCK', async () => {
  for (const part of [0, 1]) {
    await write(part * 9_000, (part + 1) * 9_000);
    await nodetool('flush', 'work', 'wide');
  }
  await nodetool('setcompactionthroughput', '1');
  const compact = lab.start('lab', 'exec', '--dir', lab.dir, '1', 'nodetool', 'compact', 'work');
  const report = healthJson(await lab.run('health', '--for', '75s', '--format', 'json'));
  const found = report.findings.filter(({ detector }) => detector === 'stalled-compaction');
  process.stdout.write(`${JSON.stringify(found, undefined, 1)}\n`);
  expect(report.missing).toEqual([]);
  expect(found).toMatchObject([{ state: 'SLOW', node }]);
  expect(found[0]?.causes[0]).toMatchObject({ id: 'throttle', confidence: 'likely' });
  expect(found[0]?.evidence.map(({ what }) => what).join()).toContain('without progress');
  await nodetool('setcompactionthroughput', '0');
  expect((await compact.ended).code).toBe(0);
});
