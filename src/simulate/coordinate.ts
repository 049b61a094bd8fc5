import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Instant } from '../model/instant.ts';
import type { Replica } from '../model/ring.ts';
import type { CqlErrorClass } from '../ports/cql.ts';
import { heardOf } from './hearing.ts';
import { deliverHints, isHinted } from './hints.ts';
import { takesRequests } from './life.ts';
import { replicasOf, requiredAnswers } from './replicas.ts';
import { nodeOf, type ClusterState, type SimulatedNode } from './state.ts';
import type { Storage, StoredRow } from './storage.ts';
import { seesUp } from './view/ring-view.ts';

/** A node at work for a client. */
export interface Coordinator {
  readonly state: ClusterState;
  readonly node: SimulatedNode;
  readonly now: Instant;
  readonly storage: Storage;
}

export interface Failed {
  readonly errorClass: CqlErrorClass;
  readonly message: string;
  /** The client hears of it after so long. */
  readonly afterMs: number;
}

/** write_request_timeout and read_request_timeout of cassandra.yaml. */
const writeTimeoutMs = 2_000;
const readTimeoutMs = 5_000;

/**
 * A write goes to every replica that the coordinator sees up, and is kept as a hint for those that do
 * not take it. Undefined: as many as needed have it.
 */
export function write(
  coordinator: Coordinator,
  row: StoredRow,
  level: ConsistencyLevel,
): Failed | undefined {
  const { state, node, now, storage } = coordinator;
  const asked = askedFor(coordinator, row.table, row.partition, level);
  if ('errorClass' in asked) return asked;
  const takers = asked.up.filter(({ address }) => takesRequests(state, address, now));
  for (const { address } of takers) storage.put(address, row);
  for (const { address } of asked.replicas) {
    const isTaken = takers.some((taker) => taker.address === address);
    if (!isTaken && isHinted(state, node, address, now))
      storage.addHint(node.address, address, row);
  }
  const acknowledged = takers.filter((taker) => asked.counted.includes(taker)).length;
  if (acknowledged >= asked.count) return undefined;
  const message = `Server timeout during write query at consistency ${level} (${acknowledged} peer(s) acknowledged the write over ${asked.count} required)`;
  return { errorClass: 'write-timeout', message, afterMs: writeTimeoutMs };
}

/** Rows of a partition by the word of as many replicas as the level asks; the newest of each wins. */
export function read(
  coordinator: Coordinator,
  table: string,
  partition: string,
  level: ConsistencyLevel,
): readonly StoredRow[] | Failed {
  const { state, node, now, storage } = coordinator;
  const asked = askedFor(coordinator, table, partition, level);
  if ('errorClass' in asked) return asked;
  // The coordinator asks itself first, then the others in their order: no more than it needs.
  const order = asked.up
    .filter((replica) => asked.counted.includes(replica))
    .toSorted((a, b) => Number(b.address === node.address) - Number(a.address === node.address))
    .slice(0, asked.count);
  const answering = order.filter(({ address }) => takesRequests(state, address, now));
  if (answering.length < asked.count) {
    const message = `Server timeout during read query at consistency ${level} (${answering.length} of ${asked.count} responses)`;
    return { errorClass: 'read-timeout', message, afterMs: readTimeoutMs };
  }
  const newest = new Map<string, StoredRow>();
  for (const { address } of answering) {
    for (const [key, row] of storage.partition(address, table, partition)) {
      const known = newest.get(key);
      if (!known || known.timestamp < row.timestamp) newest.set(key, row);
    }
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

interface Asked {
  readonly replicas: readonly Replica[];
  /** Those that the coordinator sees up, and those of all that count for the level. */
  readonly up: readonly Replica[];
  readonly counted: readonly Replica[];
  readonly count: number;
}

/** Refused at once when the coordinator sees too few of the replicas up. */
function askedFor(
  coordinator: Coordinator,
  table: string,
  partition: string,
  level: ConsistencyLevel,
): Asked | Failed {
  const { state, node, now } = coordinator;
  deliverHints(coordinator);
  const [keyspace = ''] = table.split('.');
  const replicas = replicasOf(state, keyspace, partition);
  if (!replicas) return refused('invalid', `Keyspace '${keyspace}' does not exist`);
  const { count, of: counted } = requiredAnswers(level, replicas, node.dc);
  const up = replicas.filter(({ address }) => seesNodeUp(state, node, address, now));
  const live = up.filter((replica) => counted.includes(replica)).length;
  if (live >= count) return { replicas, up, counted, count };
  return refused(
    'unavailable',
    `Not enough replicas available for query at consistency ${level} (${count} required but only ${live} alive)`,
  );
}

function refused(errorClass: CqlErrorClass, message: string): Failed {
  return { errorClass, message, afterMs: 0 };
}

function seesNodeUp(
  state: ClusterState,
  viewer: SimulatedNode,
  address: string,
  now: Instant,
): boolean {
  const subject = nodeOf(state, address);
  return (
    subject !== undefined &&
    seesUp(state, viewer, subject, heardOf(state, viewer, subject, now), now)
  );
}
