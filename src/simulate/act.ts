import type { Instant } from '../model/instant.ts';
import { wholeBetween } from './chance.ts';
import { isRunning, lifeAt } from './life.ts';
import { faultOn, faultsOf, struck } from './node-faults.ts';
import { newLife } from './new-life.ts';
import {
  nodeOf,
  placeOf,
  type ClusterState,
  type Life,
  type SimulatedNode,
  type StorageCompatibilityMode,
} from './state.ts';
import { runningCompactions } from './work.ts';

/** What an act made of the cluster, and when it is over; never, when `overAt` is absent. */
export interface Acted {
  readonly state: ClusterState;
  readonly overAt?: Instant;
}

/** Lives that are not needed to know how peers see the node. */
const livesKept = 3;

/**
 * `nodetool drain`: gossip and CQL are off at once, then memtables are flushed. It waits for
 * compactions, so one that stands still keeps it from ever coming back.
 */
export function drainNode(state: ClusterState, node: SimulatedNode, now: Instant): Acted {
  const life = lifeAt(node, now);
  if (!isRunning(life, now)) return { state, overAt: now };
  if (life.drain) return life.drain.doneAt === undefined ? { state } : { state, overAt: now };
  const lie = faultOn(state, 'drain-lies', node.address, now);
  if (lie) return { state: lied(struck(state, lie), node, life, lie.lateMs, now), overAt: now };
  const hang = faultOn(state, 'drain-hangs', node.address, now);
  const isStuck =
    hang ?? runningCompactions(state, node, now).find((task) => task.frozenAt !== undefined);
  const doneAt = now + 1_000 * wholeBetween(3, 12, state.seed, node.address, 'drain');
  const drain = { begunAt: now, ...(isStuck ? {} : { doneAt }) };
  const drained = withLife(hang ? struck(state, hang) : state, node, { ...life, drain });
  return { state: drained, ...(isStuck ? {} : { overAt: doneAt }) };
}

/** Told to be over when it has only begun, if at all. */
function lied(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  lateMs: number | undefined,
  now: Instant,
): ClusterState {
  if (lateMs === undefined) return state;
  return withLife(state, node, { ...life, drain: { begunAt: now, doneAt: now + lateMs } });
}

/** SIGTERM, and the wait for the process to be gone. */
export function stopNode(state: ClusterState, node: SimulatedNode, now: Instant): Acted {
  const life = lifeAt(node, now);
  if (!isRunning(life, now)) return { state, overAt: now };
  if (life.end) return { state, overAt: life.end.at };
  const fault = faultOn(state, 'does-not-stop', node.address, now);
  if (fault) return { state: struck(state, fault) };
  const at = now + stopMs(state, node, life, now);
  return { state: endLife(state, node, { at, announced: true }), overAt: at };
}

/** Seen on real nodes: 2 s after a drain, 4-14 s without, a minute on one whose drain hangs. */
function stopMs(
  { seed }: ClusterState,
  node: SimulatedNode,
  { drain }: Life,
  now: Instant,
): number {
  if (drain?.doneAt !== undefined && drain.doneAt <= now) return 2_000;
  if (drain) return 61_000;
  return 1_000 * wholeBetween(4, 14, seed, node.address, 'stop');
}

/** Brings up the release that is installed. Does nothing to a process that is there. */
export function startNode(state: ClusterState, node: SimulatedNode, now: Instant): Acted {
  if (isRunning(lifeAt(node, now), now)) return { state, overAt: now };
  const { life, faults } = newLife(state, node, now);
  const begun = faults.reduce(struck, state);
  const lives = [...node.lives, life].slice(-livesKept);
  return { state: withNode(begun, { ...node, lives }), overAt: now + 1_000 };
}

export function installOn(state: ClusterState, node: SimulatedNode, version: string): ClusterState {
  return withNode(state, { ...node, installed: version });
}

export function configureOn(
  state: ClusterState,
  node: SimulatedNode,
  version: string,
): ClusterState {
  return withNode(state, { ...node, configured: version });
}

export function outOfBalancer(
  state: ClusterState,
  node: SimulatedNode,
  isOutOfBalancer: boolean,
): ClusterState {
  return withNode(state, { ...node, isOutOfBalancer });
}

export function compatibilityOn(
  state: ClusterState,
  node: SimulatedNode,
  compatibility: StorageCompatibilityMode,
): ClusterState {
  return withNode(state, { ...node, compatibility });
}

/** The state at `now`: whoever was to die by then is dead. */
export function settled(state: ClusterState, now: Instant): ClusterState {
  let after = state;
  for (const fault of faultsOf(state, 'dies')) {
    if (fault.at > now || (fault.times ?? 1) <= 0) continue;
    const node = nodeOf(after, fault.node);
    after = { ...after, faults: after.faults.filter((each) => each !== fault) };
    if (!node || !isRunning(lifeAt(node, fault.at), fault.at)) continue;
    after = endLife(after, node, { at: fault.at, announced: false });
  }
  return after;
}

function endLife(
  state: ClusterState,
  node: SimulatedNode,
  end: NonNullable<Life['end']>,
): ClusterState {
  const life = lifeAt(node, end.at);
  if (!life) return state;
  return withLife(state, { ...node, stops: node.stops + 1 }, { ...life, end });
}

/** Replaces the life of the same generation. */
export function withLife(state: ClusterState, node: SimulatedNode, life: Life): ClusterState {
  const lives = node.lives.map((each) => (each.generation === life.generation ? life : each));
  return withNode(state, { ...node, lives });
}

export function withNode(state: ClusterState, node: SimulatedNode): ClusterState {
  return { ...state, nodes: state.nodes.with(placeOf(state, node.address), node) };
}
