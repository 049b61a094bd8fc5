import type { ConsistencyLevel } from './consistency.ts';

/** What came of a row of Ringward's own, written and read through one node: a new row at each level. */
export interface OwnRow {
  readonly tries: readonly OwnRowTry[];
}

export interface OwnRowTry {
  readonly operation: 'read' | 'write';
  readonly level: ConsistencyLevel;
  readonly ms: number;
  readonly result:
    | { readonly kind: 'done' }
    /** `unavailable`, `write-timeout` and so on: see ports/cql.ts. */
    | { readonly kind: 'failed'; readonly errorClass: string; readonly message: string }
    /** What was acknowledged is not what is read: nothing, or the value of another time. */
    | { readonly kind: 'other-value'; readonly value: string | undefined };
}

/** At which level a row is written, and at which it is read then; undefined: it cannot be read at that level. */
export interface RowLevels {
  readonly write: ConsistencyLevel;
  readonly read: ConsistencyLevel | undefined;
}

/** Of all levels that are declared for keyspaces of clients, each once. */
export function rowLevelsOf(
  consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>,
): readonly RowLevels[] {
  const declared = Object.entries(consistency)
    .filter(([keyspace]) => !/^system(_|$)/.test(keyspace))
    .flatMap(([, levels]) => levels);
  return [...new Set(declared)].map((level) => pairs[level] ?? { write: level, read: level });
}

/** A write at SERIAL is one with a condition: what is read so was written at the quorum that it implies. */
const pairs: { readonly [L in ConsistencyLevel]?: RowLevels } = {
  ANY: { write: 'ANY', read: undefined },
  SERIAL: { write: 'QUORUM', read: 'SERIAL' },
  LOCAL_SERIAL: { write: 'LOCAL_QUORUM', read: 'LOCAL_SERIAL' },
};

/** Whether a read at the level need not see what was just written at it. */
export function mayMissNewest(level: ConsistencyLevel): boolean {
  return ['ONE', 'LOCAL_ONE', 'TWO', 'THREE'].includes(level);
}
