import { byAddress } from '../model/by-address.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { RingStatus, RingStatusRow } from '../model/readings.ts';
import { replicationKey, type Keyspace } from '../model/ring.ts';
import { wordsOf, type Snapshot } from '../model/snapshot.ts';
import { canonicalJson, digestOf } from './digest.ts';

/**
 * SHA-256 over who is in the ring (host id, address, DC, rack, number of tokens) and how each
 * keyspace is replicated. Liveness and versions are left out: they change in a roll. Undefined when
 * no node gave its status or its keyspaces, or when two nodes see different ones: then there is no
 * one topology to compare with. Needs the sources `status` and `keyspaces`.
 */
export function topologyDigest(snapshot: Snapshot): string | undefined {
  // Views that are the same value are read once.
  const ring = agreedRing([...wordsOf(snapshot, 'status').keys()]);
  const schemas = [...wordsOf(snapshot, 'keyspaces').keys()];
  const keyspaces = theOne(schemas.map((schema) => keyspacesText(schema.keyspaces)));
  return ring === undefined || keyspaces === undefined ? undefined : digestOfBoth(ring, keyspaces);
}

interface Digested {
  readonly ring: RingStatus;
  readonly keyspaces: string;
  readonly digest: string;
}

/** From look to look it is the same ring, which takes long to write down: by its first row. */
const remembered = new WeakMap<RingStatusRow, Digested>();

function digestOfBoth(ring: RingStatus, keyspaces: string): string {
  const [first] = ring.rows;
  const last = first && remembered.get(first);
  const isSame =
    last?.keyspaces === keyspaces &&
    last.ring.rows.length === ring.rows.length &&
    last.ring.rows.every((row, at) => isSameNode(row, ring.rows[at]));
  const digest = last && isSame ? last.digest : digestOf({ ring: ringText(ring), keyspaces });
  if (first) remembered.set(first, { ring, keyspaces, digest });
  return digest;
}

function isSameNode(row: RingStatusRow, other: RingStatusRow | undefined): boolean {
  return row === other || (row.address === other?.address && isSamePlace(row, other));
}

/** A thousand views of a thousand rows: they are compared as they are, one is written down. */
function agreedRing([first, ...others]: readonly RingStatus[]): RingStatus | undefined {
  if (!first) return undefined;
  const rows = byAddress(first.rows);
  const agree = others.every(
    (other) =>
      other.rows.length === first.rows.length &&
      other.rows.every(
        // Nearly all are the same values in the same places.
        (row, at) => row === first.rows[at] || isSamePlace(row, rows.get(row.address)),
      ),
  );
  return agree ? first : undefined;
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

/** A list may be the same value at every look. */
const keyspacesText = onceForEach((keyspaces: readonly Keyspace[]): string =>
  canonicalJson(
    keyspaces
      .filter(({ replication }) => replication.kind !== 'local')
      .map(({ name, replication }) => `${name} ${replicationKey(replication)}`)
      .sort(),
  ),
);

/** The value all agree on; undefined without any, or when they do not agree. */
function theOne(texts: readonly string[]): string | undefined {
  const distinct = new Set(texts);
  return distinct.size === 1 ? texts[0] : undefined;
}
