import { nothingAllowed, type Allowed } from '../model/allowed.ts';
import { clientKeyspaces } from '../rules/consistency-levels.ts';
import { replicaGroups } from '../rules/replica-groups.ts';
import { describeMargin, judgeRanges, levelKey, type RangeMargin } from '../rules/range-safety.ts';
import type { ConsistencyLevel } from '../model/consistency.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { refused, type PlanProblem } from './problem.ts';

export interface RangeReport {
  readonly problems: readonly PlanProblem[];
  /** Levels that are lost and do not hold the roll. */
  readonly warnings: readonly string[];
}

export interface RangeRequest {
  readonly rings: readonly KeyspaceRing[];
  /** Of the nodes that are to be stopped. */
  readonly addresses: readonly string[];
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  readonly authenticatorOn: boolean;
  /** Addresses of nodes that are down before and all the while. */
  readonly down?: ReadonlySet<string>;
  readonly allowed?: Pick<Allowed, 'margin' | 'losses'>;
}

const nobody: ReadonlySet<string> = new Set();

/** Each node down alone, all others up save those of `down`: does every level of every range hold? */
export function rangeProblems(request: RangeRequest): RangeReport {
  const { rings, addresses, consistency, authenticatorOn, down = nobody } = request;
  const { allowed = nothingAllowed } = request;
  const { groups, uncountable } = replicaGroups(rings, consistency, authenticatorOn, allowed);
  const strange = uncountable.map(({ keyspace, why }) =>
    refused(
      `keyspace ${keyspace}: ${why}`,
      'a roll needs SimpleStrategy or NetworkTopologyStrategy',
    ),
  );
  // Lost before any is stopped: then no order of nodes helps, and it is said once.
  const now = judgeRanges(groups, down);
  if (now.lost.length > 0) {
    const lostNow = now.lost.map((margin) => lostBefore(margin, down));
    return { problems: [...strange, ...lostNow], warnings: [] };
  }
  const then = addresses.map((address) => judgeRanges(groups, new Set([...down, address])));
  const lost = byLevel(then.flatMap((judgement) => judgement.lost));
  const warned = byLevel(then.flatMap((judgement) => judgement.warnings));
  return {
    problems: [...strange, ...lost.map((level) => lostThen(level, down))],
    warnings: [
      ...nobodysRanges(rings, consistency),
      ...warned.map((level) => `no client logs in, so not held by ${describeLost(level, down)}`),
    ],
  };
}

/** Cassandra's own keyspaces hold with nearly everything down: that must not look like a proof. */
function nobodysRanges(
  rings: readonly KeyspaceRing[],
  consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>,
): readonly string[] {
  const keyspaces = rings.map(({ keyspace }) => keyspace);
  if (clientKeyspaces(keyspaces, consistency).length > 0) return [];
  return [
    "no keyspace but Cassandra's own is replicated: that ranges hold says nothing of clients",
  ];
}

interface LostLevel {
  readonly worst: RangeMargin;
  /** With how many nodes down, each alone. */
  readonly nodes: number;
}

/** One line per keyspace and level, not one per node. */
function byLevel(margins: readonly RangeMargin[]): readonly LostLevel[] {
  const levels = new Map<string, LostLevel>();
  for (const margin of margins) {
    const key = levelKey(margin);
    const known = levels.get(key);
    const isWorse = !known || margin.live < known.worst.live;
    levels.set(key, { worst: isWorse ? margin : known.worst, nodes: (known?.nodes ?? 0) + 1 });
  }
  return [...levels.values()];
}

function lostBefore(margin: RangeMargin, down: ReadonlySet<string>): PlanProblem {
  const when = down.size === 0 ? 'every node up' : `${[...down].join(', ')} down already`;
  return refused(`${describeMargin(margin)} with ${when}`, startFirst(down) + adviceFor(margin));
}

function lostThen(level: LostLevel, down: ReadonlySet<string>): PlanProblem {
  return refused(describeLost(level, down), startFirst(down) + adviceFor(level.worst));
}

/** Most often what is down is all that is wrong. */
function startFirst(down: ReadonlySet<string>): string {
  return down.size === 0 ? '' : `start ${[...down].join(', ')} first; else `;
}

function describeLost({ worst, nodes }: LostLevel, down: ReadonlySet<string>): string {
  const count = nodes === 1 ? '' : `; true of ${nodes} nodes`;
  const what = down.size === 0 ? 'one node' : `one more node than ${[...down].join(', ')}`;
  return `${describeMargin(worst)} while ${what} is down${count}`;
}

/** Of keyspaces that are alike the first stands for all. */
function adviceFor(margin: RangeMargin): string {
  const [, ...others] = margin.keyspaces;
  const also = others.length === 0 ? '' : `; the same for ${others.join(', ')}`;
  return adviceForFirst(margin) + also;
}

function adviceForFirst(margin: RangeMargin): string {
  const { level, dc, keyspaces, replication, live, needed } = margin;
  const [keyspace = ''] = keyspaces;
  const accept = `or live with it: --accept keyspace=${keyspace} --because TEXT`;
  if (replication === 'simple' && dc !== undefined && level !== 'LOCAL_ONE') {
    return (
      `SimpleStrategy knows no DC: ${level} needs the quorum of all its replicas in one DC. Give it NetworkTopologyStrategy ` +
      `(ALTER KEYSPACE ${keyspace} ..., then nodetool repair -full ${keyspace} on every node), ` +
      `or, if its clients use another level, declare it: consistency: {${keyspace}: [QUORUM]}`
    );
  }
  if (level === 'ALL') {
    return `ALL never holds with a node down: declare what its clients can live with under consistency.${keyspace}, ${accept}`;
  }
  if (live >= needed) return `ask for a smaller --margin, ${accept}`;
  const less = lesserLevel(margin);
  const ifLess =
    less === 'ANY' ? 'if its clients can wait meanwhile' : 'if its clients use another level';
  return (
    `raise its replication (ALTER KEYSPACE ${keyspace} ..., then nodetool repair -full ${keyspace} on every node), ` +
    `or, ${ifLess}, declare it: consistency: {${keyspace}: [${less}]}, ${accept}`
  );
}

/** Of ONE, or where no replica is left, nothing less is there that needs one. */
function lesserLevel({ level, live }: RangeMargin): ConsistencyLevel {
  return live === 0 || level === 'ONE' || level === 'LOCAL_ONE' ? 'ANY' : 'ONE';
}
