import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Keyspace } from '../model/ring.ts';

/**
 * Levels that Cassandra itself uses for its own keyspaces; a declaration for the keyspace wins.
 * Traces are written at ANY, so they never hold a roll; roles are read at LOCAL_QUORUM from 4.0 on.
 */
const builtIn: Readonly<Record<string, readonly ConsistencyLevel[]>> = {
  system_traces: ['ANY'],
  system_distributed: ['ONE'],
  system_auth: ['LOCAL_QUORUM'],
};

/**
 * Keyspaces with levels of clients: replicated, and not Cassandra's own unless levels are declared for
 * them. Without one a range proof says nothing of what any client would see.
 */
export function clientKeyspaces(
  keyspaces: readonly Keyspace[],
  declared: Readonly<Record<string, readonly ConsistencyLevel[]>>,
): readonly string[] {
  return keyspaces
    .filter(({ replication }) => replication.kind !== 'local')
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(declared, name) || !Object.hasOwn(builtIn, name));
}

export interface LevelsInUse {
  readonly levels: readonly ConsistencyLevel[];
  /** True: losing them is worth a warning and holds nothing (no client logs in). */
  readonly isWarningOnly: boolean;
}

/** The levels that must hold for a keyspace: declared, else built in, else declared as `default`. */
export function levelsInUse(
  keyspace: Keyspace,
  declared: Readonly<Record<string, readonly ConsistencyLevel[]>>,
  authenticatorOn: boolean,
): LevelsInUse {
  const { name } = keyspace;
  const own = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (own) return { levels: own, isWarningOnly: false };
  const ofCassandra = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
  if (ofCassandra) {
    return { levels: ofCassandra, isWarningOnly: name === 'system_auth' && !authenticatorOn };
  }
  return { levels: declared['default'] ?? ['LOCAL_QUORUM'], isWarningOnly: false };
}
