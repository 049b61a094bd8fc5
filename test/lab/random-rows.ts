import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'cassandra-driver';
import { toCqlError } from '../../src/adapters/driver-errors.ts';
import { shutDown } from '../../src/adapters/driver-shutdown.ts';

const concurrency = 64;
const rowBytes = 10_000;
const tryMs = 20_000;
const rowMs = 60_000;
const pauseMs = 250;

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
        while (next < end) await writeRow(client, query, [(next += 1), randomBytes(rowBytes)]);
      };
      await Promise.all(Array.from({ length: concurrency }, writer));
    },
    close: () => shutDown(client),
  };
}

/** The same row again is the same row: one that a busy node took too long for is written again. */
export async function writeRow(
  client: Client,
  query: string,
  row: readonly unknown[],
): Promise<void> {
  const until = Date.now() + rowMs;
  for (;;) {
    try {
      // 5: ALL
      await client.execute(query, [...row], { prepare: true, consistency: 5, readTimeout: tryMs });
      return;
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
      await wait(pauseMs);
    }
  }
}

function isPassing(error: unknown): boolean {
  const { errorClass } = toCqlError(error);
  return ['write-timeout', 'client-timeout', 'unavailable'].includes(errorClass);
}
