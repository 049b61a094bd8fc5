/** One row of one partition, by where it belongs. */
export interface StoredRow {
  /** `keyspace.table` */
  readonly table: string;
  readonly partition: string;
  readonly clustering: string;
  readonly columns: Readonly<Record<string, unknown>>;
  /** The newer one wins. */
  readonly timestamp: number;
}

/** Rows that one replica keeps for another, which was not there to take them. */
export interface HintQueue {
  readonly holder: string;
  readonly target: string;
  readonly rows: readonly StoredRow[];
}

/** What the nodes of a cluster have on their disks: it outlives their processes. */
export interface Storage {
  put(replica: string, row: StoredRow): void;
  /** Rows of a partition that a replica has, by clustering key. */
  partition(replica: string, table: string, partition: string): ReadonlyMap<string, StoredRow>;
  addHint(holder: string, target: string, row: StoredRow): void;
  hints(): readonly HintQueue[];
  /** The target takes every row, and the holder forgets them. */
  deliver(queue: HintQueue): void;
  /** Everything of a node is gone: its rows, and what it kept for others. */
  wipe(address: string): void;
}

type Partition = Map<string, StoredRow>;

export function newStorage(): Storage {
  const partitions = new Map<string, Map<string, Partition>>();
  const queues = new Map<string, HintQueue & { readonly rows: StoredRow[] }>();
  const put = (replica: string, row: StoredRow) => {
    const partition = made(made(partitions, replica), keyOf(row.table, row.partition));
    const known = partition.get(row.clustering);
    if (!known || known.timestamp <= row.timestamp) partition.set(row.clustering, row);
  };
  return {
    put,
    partition: (replica, table, partition) =>
      partitions.get(replica)?.get(keyOf(table, partition)) ?? nothing,
    addHint(holder, target, row) {
      const key = keyOf(holder, target);
      const queue = queues.get(key) ?? { holder, target, rows: [] };
      queues.set(key, queue);
      queue.rows.push(row);
    },
    hints: () => [...queues.values()],
    deliver({ holder, target, rows }) {
      for (const row of rows) put(target, row);
      queues.delete(keyOf(holder, target));
    },
    wipe(address) {
      partitions.delete(address);
      for (const { holder, target } of queues.values()) {
        if (holder === address) queues.delete(keyOf(holder, target));
      }
    },
  };
}

const nothing: ReadonlyMap<string, StoredRow> = new Map();

function keyOf(...parts: readonly string[]): string {
  return parts.join('\n');
}

function made<V extends Map<string, unknown>>(maps: Map<string, V>, key: string): V {
  const known = maps.get(key) ?? (new Map() as V);
  maps.set(key, known);
  return known;
}
