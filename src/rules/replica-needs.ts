import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Replica, Replication } from '../model/ring.ts';

/** So many replicas must be up, in one DC or, without `dc`, anywhere. */
export interface ReplicaNeed {
  readonly level: ConsistencyLevel;
  readonly dc?: string;
  readonly needed: number;
}

/** The two kinds of replication that can be reckoned with. */
export type CountableReplication = Extract<Replication, { kind: 'simple' | 'network' }>;

/**
 * What a level needs of the replicas of one range, from the configured RF and not from the number
 * of replicas there are: with fewer nodes than RF the quorum is not lowered. Where clients are is
 * not known, so a level local to a DC must hold in every DC with replicas. Source:
 * `ConsistencyLevel.blockFor`, `quorumFor`, `localQuorumFor` of Cassandra 3.0-5.0.
 */
export function replicaNeeds(
  level: ConsistencyLevel,
  replication: CountableReplication,
  replicas: readonly Replica[],
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
      return dcsOf(replication, replicas).map((dc) => ({ level, dc, needed: 1 }));
    case 'LOCAL_QUORUM':
    case 'LOCAL_SERIAL':
    case 'EACH_QUORUM':
      if (replication.kind === 'simple') return [{ level, needed: quorum(rf) }];
      return rfByDc(replication).map(([dc, rfOfDc]) => ({ level, dc, needed: quorum(rfOfDc) }));
  }
}

function quorum(rf: number): number {
  return Math.floor(rf / 2) + 1;
}

function totalRf(replication: CountableReplication): number {
  if (replication.kind === 'simple') return replication.rf;
  return Object.values(replication.rfByDc).reduce((sum, rf) => sum + rf, 0);
}

function rfByDc(replication: Extract<Replication, { kind: 'network' }>) {
  return Object.entries(replication.rfByDc).filter(([, rf]) => rf > 0);
}

function dcsOf(replication: CountableReplication, replicas: readonly Replica[]): readonly string[] {
  if (replication.kind === 'network') return rfByDc(replication).map(([dc]) => dc);
  return [...new Set(replicas.map((replica) => replica.dc))];
}
