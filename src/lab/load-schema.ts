import { isAtLeastVersion, parseVersion } from '../model/version.ts';
import { dataCenter } from './spec.ts';

export const loadKeyspace = 'ringward_load';
export const loadTable = `${loadKeyspace}.ledger`;

export const insertRow = `INSERT INTO ${loadTable} (run, bucket, n, value) VALUES (?, ?, ?, ?)`;
export const selectRow = `SELECT value FROM ${loadTable} WHERE run = ? AND bucket = ? AND n = ?`;
export const selectBucket = `SELECT n, value FROM ${loadTable} WHERE run = ? AND bucket = ?`;

/**
 * Keyspace and table of the load. Nothing may repair or ask a second replica behind the client's back:
 * else a lost write would come back while it is counted.
 */
export function schemaStatements(releaseVersion: string, replicas: number): readonly string[] {
  const version = parseVersion(releaseVersion);
  const readRepair =
    version && isAtLeastVersion(version, 4, 0)
      ? "read_repair = 'NONE'"
      : 'read_repair_chance = 0 AND dclocal_read_repair_chance = 0';
  return [
    `CREATE KEYSPACE IF NOT EXISTS ${loadKeyspace} WITH replication = {'class': 'NetworkTopologyStrategy', '${dataCenter}': ${replicas}}`,
    `CREATE TABLE IF NOT EXISTS ${loadTable} (run text, bucket int, n int, value text, PRIMARY KEY ((run, bucket), n)) WITH ${readRepair} AND speculative_retry = 'NONE'`,
  ];
}
