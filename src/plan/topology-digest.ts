import type { RingStatus, RingStatusRow } from '../model/readings.ts';
import { replicationKey, type Keyspace } from '../model/ring.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { canonicalJson, digestOf } from './digest.ts';

/**
 * SHA-256 over who is in the ring (host id, address, DC, rack, number of tokens) and how each
 * keyspace is replicated. Liveness and versions are left out: they change in a roll. Undefined when
 * no node gave its status or its keyspaces, or when two nodes see different ones: then there is no
 * one topology to compare with. Needs the sources `status` and `keyspaces`.
 */
export function topologyDigest(snapshot: Snapshot): string | undefined {
  const rings = snapshot.nodes.flatMap((node) => valueOf(node.sources.status) ?? []);
  const schemas = snapshot.nodes.flatMap((node) => valueOf(node.sources.keyspaces) ?? []);
  const ring = agreedRing(rings);
  const keyspaces = theOne(schemas.map((schema) => keyspacesText(schema.keyspaces)));
  return ring === undefined || keyspaces === undefined ? undefined : digestOf({ ring, keyspaces });
}

/** A thousand views of a thousand rows: they are compared as they are, one is written down. */
function agreedRing([first, ...others]: readonly RingStatus[]): string | undefined {
  if (!first) return undefined;
  const rows = new Map(first.rows.map((row) => [row.address, row]));
  const agree = others.every(
    (other) =>
      other.rows.length === first.rows.length &&
      other.rows.every((row) => isSamePlace(row, rows.get(row.address))),
  );
  return agree ? ringText(first) : undefined;
}

function isSamePlace(row: RingStatusRow, other: RingStatusRow | undefined): boolean {
  return (
    row.hostId === other?.hostId &&
    row.dc === other?.dc &&
    row.rack === other.rack &&
    row.tokens === other.tokens
  );
}

function ringText({ rows }: RingStatus): string {
  return canonicalJson(
    rows
      .map(({ hostId, address, dc, rack, tokens }) =>
        canonicalJson([hostId ?? null, address, dc, rack, tokens ?? 1]),
      )
      .sort(),
  );
}

function keyspacesText(keyspaces: readonly Keyspace[]): string {
  return canonicalJson(
    keyspaces
      .filter(({ replication }) => replication.kind !== 'local')
      .map(({ name, replication }) => `${name} ${replicationKey(replication)}`)
      .sort(),
  );
}

/** The value all agree on; undefined without any, or when they do not agree. */
function theOne(texts: readonly string[]): string | undefined {
  const distinct = new Set(texts);
  return distinct.size === 1 ? texts[0] : undefined;
}
