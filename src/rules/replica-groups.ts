import type { KeyspaceAcceptance } from '../model/acceptance.ts';
import { nothingAllowed, type Allowed } from '../model/allowed.ts';
import type { ConsistencyLevel } from '../model/consistency.ts';
import { replicationKey, type Keyspace, type KeyspaceRing } from '../model/ring.ts';
import { levelsInUse } from './consistency-levels.ts';
import {
  replicaNeeds,
  type CountableReplication,
  type RangeNeed,
  type ReplicaNeed,
} from './replica-needs.ts';
import { ringIndex, type RingIndex } from './ring-index.ts';

/** Keyspaces with the same replicas and the same levels, none of them accepted or for one reason, checked once. */
export interface ReplicaGroup {
  /** In order of name; the first is named in messages. */
  readonly keyspaces: readonly string[];
  readonly replication: CountableReplication['kind'];
  readonly isWarningOnly: boolean;
  /** What every range must have live. */
  readonly needs: readonly RangeNeed[];
  readonly ring: RingIndex;
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

type Declared = Readonly<Record<string, readonly ConsistencyLevel[]>>;
type Terms = Pick<Allowed, 'margin' | 'losses'>;

/** The gate asks at every look; as long as rings and plan are the same objects, so is the answer. */
const remembered = new WeakMap<
  readonly KeyspaceRing[],
  {
    readonly declared: Declared;
    readonly authenticatorOn: boolean;
    readonly terms: Terms;
    readonly groups: ReplicaGroups;
  }
>();

/**
 * Everything that is not local, boiled down to distinct replica sets: 50 keyspaces of one
 * replication and level are one group, and groups of the same ranges share their sets.
 */
export function replicaGroups(
  rings: readonly KeyspaceRing[],
  declared: Declared,
  authenticatorOn: boolean,
  terms: Terms = nothingAllowed,
): ReplicaGroups {
  const known = remembered.get(rings);
  const isSame = known?.declared === declared && known.terms === terms;
  if (isSame && known.authenticatorOn === authenticatorOn) return known.groups;
  const groups = toGroups(rings, declared, authenticatorOn, terms);
  remembered.set(rings, { declared, authenticatorOn, terms, groups });
  return groups;
}

function toGroups(
  rings: readonly KeyspaceRing[],
  declared: Declared,
  authenticatorOn: boolean,
  { margin, losses }: Terms,
): ReplicaGroups {
  const uncountable: UncountableKeyspace[] = [];
  const byKey = new Map<string, LevelledRing[]>();
  for (const ring of rings) {
    const { replication } = ring.keyspace;
    if (replication.kind === 'local') continue;
    const why = whyUncountable(ring);
    if (why !== undefined) uncountable.push({ keyspace: ring.keyspace.name, why });
    if (why !== undefined || replication.kind === 'unknown') continue;
    const inUse = levelsInUse(ring.keyspace, declared, authenticatorOn);
    const loss = losses.find(({ keyspace }) => keyspace === ring.keyspace.name);
    const key = [
      ...[replicationKey(replication), inUse.levels.join(), inUse.isWarningOnly],
      loss ? JSON.stringify([loss.levels, loss.because]) : '',
    ].join('|');
    byKey.set(key, [...(byKey.get(key) ?? []), { ring, replication, loss, ...inUse }]);
  }
  const groups = [...byKey.values()].flatMap((alike) => groupsOf(alike, margin));
  return { groups, uncountable };
}

interface LevelledRing {
  readonly ring: KeyspaceRing;
  readonly replication: CountableReplication;
  readonly levels: readonly ConsistencyLevel[];
  readonly isWarningOnly: boolean;
  readonly loss: KeyspaceAcceptance | undefined;
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
function groupsOf(alike: readonly LevelledRing[], margin: number): readonly ReplicaGroup[] {
  const byRanges = new Map<KeyspaceRing['ranges'], LevelledRing[]>();
  for (const one of alike) {
    byRanges.set(one.ring.ranges, [...(byRanges.get(one.ring.ranges) ?? []), one]);
  }
  return [...byRanges.values()].flatMap((rings) => {
    const [first] = rings;
    return first ? [groupOf(first, rings, margin)] : [];
  });
}

function groupOf(
  first: LevelledRing,
  rings: readonly LevelledRing[],
  margin: number,
): ReplicaGroup {
  const { replication, levels, isWarningOnly, loss } = first;
  const ring = ringIndex(first.ring.ranges);
  return {
    keyspaces: rings.map((one) => one.ring.keyspace.name).sort(),
    replication: replication.kind,
    isWarningOnly,
    needs: levels
      .flatMap((level) => replicaNeeds(level, replication, ring.dcs))
      .map((need) => asked(need, margin, loss)),
    ring,
  };
}

function asked(need: ReplicaNeed, margin: number, loss: KeyspaceAcceptance | undefined): RangeNeed {
  const accepted = loss?.levels.find(({ level, dc }) => level === need.level && dc === need.dc);
  if (!loss || !accepted) return { ...need, least: need.needed + margin };
  return { ...need, least: accepted.live, because: loss.because };
}
