import { randomBytes } from 'node:crypto';
import { Client } from 'cassandra-driver';

const concurrency = 64;
const rowBytes = 10_000;

export interface RandomRows {
  /**
   * A table that nothing compacts by itself below 32 SSTables, uncompressed so that rates compare; a
   * compressed one is read with checksums.
   */
  create(table: string, isCompressed?: boolean): Promise<void>;
  /** Rows of 10 kB that no compression makes smaller, on every replica. */
  write(table: string, count: number): Promise<void>;
  close(): Promise<void>;
}

/** A client that makes work for compactions in keyspace `work`, of which each of up to three nodes has all. */
export async function randomRows(addresses: readonly string[]): Promise<RandomRows> {
  const client = new Client({
    contactPoints: [...addresses],
    localDataCenter: 'dc1',
    socketOptions: { readTimeout: 60_000 },
  });
  await client.connect();
  await client.execute(
    `CREATE KEYSPACE IF NOT EXISTS work WITH durable_writes = false
     AND replication = {'class': 'NetworkTopologyStrategy', 'dc1': ${Math.min(3, addresses.length)}}`,
  );
  let next = 0;
  return {
    create: async (table, isCompressed = false) => {
      await client.execute(
        `CREATE TABLE work.${table} (id int PRIMARY KEY, value blob)
         WITH compression = {${isCompressed ? "'class': 'LZ4Compressor'" : "'enabled': false"}}
         AND compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': 32}`,
      );
    },
    write: async (table, count) => {
      const end = next + count;
      const query = `INSERT INTO work.${table} (id, value) VALUES (?, ?)`;
      const writer = async () => {
        while (next < end)
          await client.execute(query, [(next += 1), randomBytes(rowBytes)], {
            prepare: true,
            consistency: 5, // ALL
          });
      };
      await Promise.all(Array.from({ length: concurrency }, writer));
    },
    close: () => client.shutdown(),
  };
}
