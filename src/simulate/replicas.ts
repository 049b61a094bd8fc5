import type { ConsistencyLevel } from '../model/consistency.ts';
import { sumOf } from '../model/counts.ts';
import { groupBy } from '../model/group-by.ts';
import type { Replica } from '../model/ring.ts';
import { chance } from './chance.ts';
import { ringsOf } from './placement.ts';
import type { ClusterState } from './state.ts';

/**
 * Who keeps a partition. Not by Murmur3: where a key lies is of no matter here, only that it always
 * lies there. Undefined when there is no such keyspace.
 */
export function replicasOf(
  state: ClusterState,
  keyspace: string,
  partition: string,
): readonly Replica[] | undefined {
  const ring = ringsOf(state).find((each) => each.keyspace.name === keyspace);
  if (!ring || ring.ranges.length === 0) return undefined;
  const at = Math.floor(chance(0, 'partition', partition) * ring.ranges.length);
  return ring.ranges[at]?.replicas;
}

interface Answers {
  readonly count: number;
  readonly of: readonly Replica[];
}

/** How many replicas must answer, of all or of one DC. */
export function requiredAnswers(
  level: ConsistencyLevel,
  replicas: readonly Replica[],
  localDc: string,
): Answers {
  return levels[level](
    replicas,
    replicas.filter(({ dc }) => dc === localDc),
  );
}

const levels: {
  readonly [L in ConsistencyLevel]: (all: readonly Replica[], local: readonly Replica[]) => Answers;
} = {
  // The coordinator itself may keep it for all of them.
  ANY: (all) => ({ count: 0, of: all }),
  ONE: (all) => ({ count: 1, of: all }),
  TWO: (all) => ({ count: 2, of: all }),
  THREE: (all) => ({ count: 3, of: all }),
  QUORUM: (all) => ({ count: quorumOf(all), of: all }),
  ALL: (all) => ({ count: all.length, of: all }),
  LOCAL_ONE: (_, local) => ({ count: 1, of: local }),
  LOCAL_QUORUM: (_, local) => ({ count: quorumOf(local), of: local }),
  SERIAL: (all) => ({ count: quorumOf(all), of: all }),
  LOCAL_SERIAL: (_, local) => ({ count: quorumOf(local), of: local }),
  // As many in all as the quorums of its DCs: where they are missing is not told apart.
  EACH_QUORUM: (all) => ({ count: quorumsOf(all), of: all }),
};

function quorumsOf(replicas: readonly Replica[]): number {
  const byDc = groupBy(replicas, ({ dc }) => dc);
  return sumOf([...byDc.values()].map(quorumOf));
}

function quorumOf(replicas: readonly Replica[]): number {
  return Math.floor(replicas.length / 2) + 1;
}
