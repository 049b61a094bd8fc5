import type { Instant } from '../model/instant.ts';
import { withLife, withNode, type Acted } from './act.ts';
import { answersCql, isRunning, lifeAt } from './life.ts';
import type { ClusterState, Life, SimulatedNode } from './state.ts';
import { rewriteMs } from './work.ts';

/** `nodetool disablebinary`: the node closes every connection of a client and lets none in; peers still reach it. */
export function closeToClients(state: ClusterState, node: SimulatedNode, now: Instant): Acted {
  const life = lifeAt(node, now);
  if (!answersCql(life, now)) return { state, overAt: now };
  const { cqlAt = now, ...rest } = life;
  const closed = { ...rest, closedAt: Math.max(now, cqlAt) };
  return { state: withLife(state, node, closed), overAt: now };
}

/** `nodetool enablebinary`; what never opened by itself is opened by it, once peers hear from the node. */
export function openToClients(state: ClusterState, node: SimulatedNode, now: Instant): Acted {
  const life = lifeAt(node, now);
  if (!isRunning(life, now) || life.drain) return { state, overAt: now };
  const { closedAt, ...rest } = life;
  if (closedAt === undefined && isOrWillBeOpen(life)) return { state, overAt: now };
  const cqlAt = Math.max(now, life.gossipAt ?? now);
  return { state: withLife(state, node, { ...rest, cqlAt }), overAt: now };
}

/** Or the start fails, and there is nothing to be opened. */
function isOrWillBeOpen({ cqlAt, gossipAt }: Life): boolean {
  return cqlAt !== undefined || gossipAt === undefined;
}

/** What a fault kept closed at the start opens, as it does without the fault; nodetool's word stands. */
export function openAsUsual(state: ClusterState, node: SimulatedNode, now: Instant): ClusterState {
  const isByHand = lifeAt(node, now)?.closedAt !== undefined;
  return isByHand ? state : openToClients(state, node, now).state;
}

/** Memtables are flushed first. */
const snapshotMs = 2_000;

export function snapshotOn(
  state: ClusterState,
  node: SimulatedNode,
  tag: string,
  now: Instant,
): Acted {
  const snapshots = [...(node.snapshots ?? []), tag];
  return { state: withNode(state, { ...node, snapshots }), overAt: now + snapshotMs };
}

export function clearedOn(
  state: ClusterState,
  node: SimulatedNode,
  tag: string,
  now: Instant,
): Acted {
  const snapshots = (node.snapshots ?? []).filter((name) => name !== tag);
  return { state: withNode(state, { ...node, snapshots }), overAt: now };
}

/**
 * `nodetool upgradesstables`: begun once it goes on whether its command does or not, and a second one ends
 * with it. Once it is done there is nothing left to rewrite.
 */
export function rewriteOn(state: ClusterState, node: SimulatedNode, now: Instant): Acted {
  const life = lifeAt(node, now);
  if (!isRunning(life, now)) return { state, overAt: now };
  if (life.rewrite) return { state, overAt: Math.max(now, life.rewrite.doneAt) };
  const { sstables, throughputMiBPerSecond } = node.work;
  const ms = sstables.reduce((sum, { bytes }) => sum + rewriteMs(bytes, throughputMiBPerSecond), 0);
  const rewrite = { begunAt: now, doneAt: now + ms };
  return { state: withLife(state, node, { ...life, rewrite }), overAt: rewrite.doneAt };
}
