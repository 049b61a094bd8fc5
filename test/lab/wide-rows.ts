import { randomBytes } from 'node:crypto';
import { Client } from 'cassandra-driver';
import { shutDown } from '../../src/adapters/driver-shutdown.ts';
import { writeRow } from './random-rows.ts';

/** Nearly all rows are in one partition; one of so many has one of its own. */
const ofOthers = 100;

export interface WideRows {
  /** A table that nothing compacts by itself below 32 SSTables. */
  create(table: string, compression: Readonly<Record<string, string>>): Promise<void>;
  /** More rows of so many random bytes. */
  write(table: string, count: number, rowBytes: number): Promise<void>;
  close(): Promise<void>;
}

/** A client that makes one huge partition in a table of keyspace `work`, on one node. */
export async function wideRows(address: string): Promise<WideRows> {
  const client = new Client({
    contactPoints: [address],
    localDataCenter: 'dc1',
    socketOptions: { readTimeout: 60_000 },
  });
  await client.connect();
  await client.execute(
    `CREATE KEYSPACE IF NOT EXISTS work WITH durable_writes = false
     AND replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  let next = 0;
  return {
    create: async (table, compression) => {
      const options = Object.entries(compression).map(([name, value]) => `'${name}': '${value}'`);
      await client.execute(
        `CREATE TABLE work.${table} (id int, row int, value blob, PRIMARY KEY (id, row))
         WITH compression = {${options.join(', ')}}
         AND compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': 32}`,
      );
    },
    write: async (table, count, rowBytes) => {
      const end = next + count;
      const query = `INSERT INTO work.${table} (id, row, value) VALUES (?, ?, ?)`;
      const writer = async () => {
        while (next < end) {
          const row = (next += 1);
          const id = row % ofOthers === 0 ? row : 0;
          await writeRow(client, query, [id, row, randomBytes(rowBytes)]);
        }
      };
      // At most 16 MB under way: the heap of the node is small.
      const writers = Math.max(1, Math.min(32, Math.floor(16_000_000 / rowBytes)));
      await Promise.all(Array.from({ length: writers }, writer));
    },
    close: () => shutDown(client),
  };
}
