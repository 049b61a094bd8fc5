import type { ConsistencyLevel } from '../model/consistency.ts';
import {
  replicationKey,
  type Keyspace,
  type KeyspaceRing,
  type Replica,
  type TokenRange,
} from '../model/ring.ts';
import { levelsInUse } from './consistency-levels.ts';
import { replicaNeeds, type CountableReplication, type ReplicaNeed } from './replica-needs.ts';

/** Ranges with the same replicas, checked once. */
export interface ReplicaSet {
  readonly replicas: readonly Replica[];
  readonly addresses: readonly string[];
  /** One of the ranges, to be named. */
  readonly range: TokenRange;
  readonly needs: readonly ReplicaNeed[];
}

/** Keyspaces with the same replicas and the same levels, checked once. */
export interface ReplicaGroup {
  /** In order of name; the first is named in messages. */
  readonly keyspaces: readonly string[];
  readonly isWarningOnly: boolean;
  readonly sets: readonly ReplicaSet[];
  readonly setsByAddress: ReadonlyMap<string, readonly ReplicaSet[]>;
}

/** A keyspace that cannot be reckoned with, and why. */
export interface UncountableKeyspace {
  readonly keyspace: string;
  readonly why: string;
}

export interface ReplicaGroups {
  readonly groups: readonly ReplicaGroup[];
  readonly uncountable: readonly UncountableKeyspace[];
}

interface LevelledRing {
  readonly ring: KeyspaceRing;
  readonly replication: CountableReplication;
  readonly levels: readonly ConsistencyLevel[];
  readonly isWarningOnly: boolean;
}

/**
 * Everything that is not local, boiled down to distinct replica sets: 50 keyspaces of one
 * replication and level are one group, the 256 ranges of a node are as many sets as it has
 * different neighbours. Made once per topology; `judgeRanges` is then asked per node.
 */
export function replicaGroups(
  rings: readonly KeyspaceRing[],
  consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>,
  authenticatorOn: boolean,
): ReplicaGroups {
  const uncountable: UncountableKeyspace[] = [];
  const byKey = new Map<string, LevelledRing[]>();
  for (const ring of rings) {
    const { replication } = ring.keyspace;
    if (replication.kind === 'local') continue;
    const why = whyUncountable(ring);
    if (why !== undefined) uncountable.push({ keyspace: ring.keyspace.name, why });
    if (why !== undefined || replication.kind === 'unknown') continue;
    const inUse = levelsInUse(ring.keyspace, consistency, authenticatorOn);
    const key = [replicationKey(replication), inUse.levels.join(), inUse.isWarningOnly].join('|');
    byKey.set(key, [...(byKey.get(key) ?? []), { ring, replication, ...inUse }]);
  }
  return { groups: [...byKey.values()].flatMap(groupsOf), uncountable };
}

function whyUncountable({ keyspace, ranges }: KeyspaceRing): string | undefined {
  if (keyspace.replication.kind === 'unknown') {
    return `its replication is not one that can be reckoned with: ${keyspace.replication.description}`;
  }
  return ranges.length === 0 && !hasNoReplica(keyspace) ? 'its ranges were not seen' : undefined;
}

function hasNoReplica({ replication }: Keyspace): boolean {
  return (
    replication.kind === 'network' && Object.values(replication.rfByDc).every((rf) => rf === 0)
  );
}

/** The same replication should mean the same ranges; where it does not, each stands for itself. */
function groupsOf(alike: readonly LevelledRing[]): readonly ReplicaGroup[] {
  const byRanges = new Map<readonly TokenRange[], LevelledRing[]>();
  for (const one of alike) {
    byRanges.set(one.ring.ranges, [...(byRanges.get(one.ring.ranges) ?? []), one]);
  }
  return [...byRanges.values()].flatMap((rings) => {
    const [first] = rings;
    return first ? [groupOf(first, rings)] : [];
  });
}

function groupOf(first: LevelledRing, rings: readonly LevelledRing[]): ReplicaGroup {
  const sets = distinctSets(first);
  const setsByAddress = new Map<string, ReplicaSet[]>();
  for (const set of sets) {
    for (const address of set.addresses) {
      const known = setsByAddress.get(address);
      if (known) known.push(set);
      else setsByAddress.set(address, [set]);
    }
  }
  return {
    keyspaces: rings.map(({ ring }) => ring.keyspace.name).sort(),
    isWarningOnly: first.isWarningOnly,
    sets,
    setsByAddress,
  };
}

function distinctSets({ ring, replication, levels }: LevelledRing): readonly ReplicaSet[] {
  const needsOf = (replicas: readonly Replica[]) =>
    levels.flatMap((level) => replicaNeeds(level, replication, replicas));
  // What a replication by DC needs is the same for every range: reckoned once, not 256,000 times.
  const sameForAll = replication.kind === 'network' ? needsOf([]) : undefined;
  const sets = new Map<string, ReplicaSet>();
  for (const range of ring.ranges) {
    const addresses = range.replicas.map((replica) => replica.address).sort();
    const key = addresses.join();
    if (sets.has(key)) continue;
    const needs = sameForAll ?? needsOf(range.replicas);
    sets.set(key, { replicas: range.replicas, addresses, range, needs });
  }
  return [...sets.values()];
}
