import type { Instant } from '../model/instant.ts';
import { nodeOf, type ClusterState, type Life, type SimulatedNode } from './state.ts';

/** One that never ran is in nobody's ring. */
export function hasRun({ lives }: SimulatedNode): boolean {
  return lives.length > 0;
}

/** The newest life that has begun by now; a node that was never started has none. */
export function lifeAt(node: SimulatedNode, now: Instant): Life | undefined {
  const newest = node.lives.at(-1);
  // Nearly always: a closure for each of a thousand nodes would be dear.
  if (newest && newest.startedAt <= now) return newest;
  return node.lives.findLast(({ startedAt }) => startedAt <= now);
}

/** It has been started since the simulation began. */
export function hasRestarted({ lives }: SimulatedNode): boolean {
  return lives.length > 1;
}

/** The process is there. */
export function isRunning(life: Life | undefined, now: Instant): life is Life {
  return life !== undefined && !hasCome(life.end?.at, now);
}

export function answersNodetool(life: Life | undefined, now: Instant): life is Life {
  return isRunning(life, now) && hasCome(life.jmxAt, now);
}

export function answersCql(life: Life | undefined, now: Instant): life is Life {
  return isRunning(life, now) && hasCome(life.cqlAt, now) && !hasCome(life.drain?.begunAt, now);
}

export function gossips(life: Life | undefined, now: Instant): life is Life {
  return isRunning(life, now) && hasCome(life.gossipAt, now) && !hasCome(life.drain?.begunAt, now);
}

/** A node that leaves says so first, and serves its peers until all have heard (shutdown_announce_in_ms). */
const announceMs = 3_000;

/** It reads and writes for its peers. */
export function takesRequests(state: ClusterState, address: string, now: Instant): boolean {
  const node = nodeOf(state, address);
  const life = node && lifeAt(node, now);
  if (!isRunning(life, now) || !hasCome(life.gossipAt, now)) return false;
  return life.drain === undefined || now <= life.drain.begunAt + announceMs;
}

/** As `nodetool netstats` names it. */
export function modeOf(life: Life, now: Instant): string {
  if (hasCome(life.drain?.doneAt, now)) return 'DRAINED';
  if (hasCome(life.drain?.begunAt, now)) return 'DRAINING';
  return hasCome(life.gossipAt, now) ? 'NORMAL' : 'STARTING';
}

/** When it left gossip, and whether it said so: by a drain or with its end. */
export function departureOf(
  life: Life,
): { readonly at: Instant; readonly announced: boolean } | undefined {
  const { drain, end } = life;
  if (drain && (!end || drain.begunAt <= end.at)) return { at: drain.begunAt, announced: true };
  return end;
}

export function hasCome(instant: Instant | undefined, now: Instant): boolean {
  return instant !== undefined && instant <= now;
}
