import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Instant } from '../model/instant.ts';
import { clientKeyspaces } from '../rules/consistency-levels.ts';
import { mapChanged } from '../model/map-changed.ts';
import { describeMargin, judgeRanges, tighter, type RangeMargin } from '../rules/range-safety.ts';
import { replicaGroups } from '../rules/replica-groups.ts';
import { answersCql, lifeAt } from '../simulate/life.ts';
import { ringsOf } from '../simulate/placement.ts';
import type { ClusterState, SimulatedNode } from '../simulate/state.ts';

/** An instant at which a declared consistency level had lost a range. */
export interface Breach {
  readonly at: Instant;
  readonly down: readonly string[];
  /** Those of them that were up just before: what broke it. */
  readonly newlyDown: readonly string[];
  readonly lost: RangeMargin;
}

export interface SafetyWatch {
  /** How many keyspaces of clients there are to be kept safe. */
  readonly clientKeyspaces: number;
  /** To be told of every change: between two changes nobody goes down. */
  readonly observe: (state: ClusterState, now: Instant) => void;
  readonly breaches: readonly Breach[];
  /** The fewest replicas to spare that any change left. */
  readonly tightest: () => RangeMargin | undefined;
  /** The same while this node was down. */
  readonly tightestWith: (address: string) => RangeMargin | undefined;
}

/**
 * Looks at a simulated cluster as nobody can look at a real one: from everywhere at once. A node is
 * down while it lets no client in, whatever gossip says.
 */
export function safetyWatch(
  first: ClusterState,
  consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>,
  authenticatorOn: boolean,
): SafetyWatch {
  const rings = ringsOf(first);
  const { groups } = replicaGroups(rings, consistency, authenticatorOn);
  const keyspaces = rings.map(({ keyspace }) => keyspace);
  const breaches: Breach[] = [];
  let tightest: RangeMargin | undefined;
  const byNode = new Map<string, RangeMargin>();
  let known: readonly string[] = [];
  const downNodes = downWatch();
  return {
    clientKeyspaces: clientKeyspaces(keyspaces, consistency).length,
    breaches,
    tightest: () => tightest,
    tightestWith: (address) => byNode.get(address),
    observe(state, now) {
      const down = downNodes(state, now);
      if (down.join() === known.join()) return;
      const newlyDown = down.filter((address) => !known.includes(address));
      known = down;
      const judged = judgeRanges(groups, new Set(down));
      const [lost] = judged.lost;
      if (lost) breaches.push({ at: now, down, newlyDown, lost });
      const least = judged.tightest;
      if (!least) return;
      tightest = tighter(tightest ?? least, least);
      for (const address of down) {
        byNode.set(address, tighter(byNode.get(address) ?? least, least));
      }
    },
  };
}

export function describeBreach({ down, lost }: Breach): string {
  return `with ${down.join(', ')} down, ${describeMargin(lost)}`;
}

/**
 * Tells who is down. A node that serves does so until it becomes another value, so at a change only
 * those that have, or did not serve, are looked at.
 */
function downWatch(): (state: ClusterState, now: Instant) => readonly string[] {
  const servesFrom = mapChanged(servesForGoodFrom);
  let last: { readonly from: readonly Instant[]; readonly places: readonly number[] } | undefined;
  return ({ nodes }, now) => {
    const from = servesFrom(nodes);
    // Time only goes on: who serves for good by now does so until these instants are others.
    if (last?.from !== from) last = { from, places: placesAfter(from, now) };
    return last.places.flatMap((place) => {
      const node = nodes[place];
      return node && !answersCql(lifeAt(node, now), now) ? [node.address] : [];
    });
  };
}

function placesAfter(instants: readonly Instant[], now: Instant): readonly number[] {
  const places: number[] = [];
  instants.forEach((instant, place) => {
    if (now < instant) places.push(place);
  });
  return places;
}

/** Until it is touched; never, if it was drained or is to end. */
function servesForGoodFrom({ lives }: SimulatedNode): Instant {
  const life = lives.at(-1);
  const isToEnd = life?.drain !== undefined || life?.end !== undefined;
  if (life?.cqlAt === undefined || isToEnd) return Number.POSITIVE_INFINITY;
  return Math.max(life.startedAt, life.cqlAt);
}
