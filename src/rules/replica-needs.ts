import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Replication } from '../model/ring.ts';

/** So many replicas must be up, in one DC or, without `dc`, anywhere. */
export interface ReplicaNeed {
  readonly level: ConsistencyLevel;
  readonly dc?: string;
  readonly needed: number;
}

/** The same as a roll asks for it. */
export interface RangeNeed extends ReplicaNeed {
  /** So many must be live: with a margin more than are needed, of an accepted keyspace fewer. */
  readonly least: number;
  /** Why fewer than are needed will do; absent: they will not. */
  readonly because?: string;
}

/** The two kinds of replication that can be reckoned with. */
export type CountableReplication = Extract<Replication, { kind: 'simple' | 'network' }>;

/**
 * What a level needs of the replicas of every range, from the configured RF and not from the number
 * of replicas there are: with fewer nodes than RF the quorum is not lowered. Where clients are is
 * not known, so a level local to a DC must hold in every DC that has replicas; `dcs` are those of
 * the ring.
 *
 * SimpleStrategy knows no DC, and Cassandra counts for it in two ways. LOCAL_QUORUM needs the quorum
 * of the whole RF, but only replicas in the DC of the coordinator count: RF 3 spread as 2 + 1 never
 * serves it in the second DC, with every node up. EACH_QUORUM is QUORUM. LOCAL_SERIAL reads
 * its value at LOCAL_QUORUM, so it needs no less.
 *
 * Source, the same in 4.0, 4.1 and 5.0: `ConsistencyLevel.blockFor` and `localQuorumFor` (quorumFor
 * unless NetworkTopologyStrategy), `ReplicaPlans.assureSufficientLiveReplicas` (LOCAL_ONE and
 * LOCAL_QUORUM: `countInOurDc`; EACH_QUORUM falls through to the count of all unless
 * NetworkTopologyStrategy), `StorageProxy.legacyReadWithPaxos`.
 */
export function replicaNeeds(
  level: ConsistencyLevel,
  replication: CountableReplication,
  dcs: readonly string[],
): readonly ReplicaNeed[] {
  const rf = totalRf(replication);
  switch (level) {
    case 'ANY':
      return [];
    case 'ONE':
      return [{ level, needed: 1 }];
    case 'TWO':
      return [{ level, needed: 2 }];
    case 'THREE':
      return [{ level, needed: 3 }];
    case 'QUORUM':
    case 'SERIAL':
      return [{ level, needed: quorum(rf) }];
    case 'ALL':
      return [{ level, needed: rf }];
    case 'LOCAL_ONE':
      return rfByDc(replication, dcs).map(([dc]) => ({ level, dc, needed: 1 }));
    case 'LOCAL_QUORUM':
    case 'LOCAL_SERIAL':
      return quorumsByDc(level, replication, dcs);
    case 'EACH_QUORUM':
      if (replication.kind === 'simple') return [{ level, needed: quorum(rf) }];
      return quorumsByDc(level, replication, dcs);
  }
}

function quorumsByDc(
  level: ConsistencyLevel,
  replication: CountableReplication,
  dcs: readonly string[],
): readonly ReplicaNeed[] {
  if (replication.kind === 'simple' && dcs.length === 1) {
    return [{ level, needed: quorum(replication.rf) }];
  }
  return rfByDc(replication, dcs).map(([dc, rf]) => ({ level, dc, needed: quorum(rf) }));
}

function quorum(rf: number): number {
  return Math.floor(rf / 2) + 1;
}

function totalRf(replication: CountableReplication): number {
  if (replication.kind === 'simple') return replication.rf;
  return Object.values(replication.rfByDc).reduce((sum, rf) => sum + rf, 0);
}

/** Each DC that is to have replicas, with the RF a quorum local to it is taken of. */
function rfByDc(
  replication: CountableReplication,
  dcs: readonly string[],
): readonly (readonly [dc: string, rf: number])[] {
  if (replication.kind === 'simple') return dcs.map((dc) => [dc, replication.rf]);
  return Object.entries(replication.rfByDc).filter(([, rf]) => rf > 0);
}
