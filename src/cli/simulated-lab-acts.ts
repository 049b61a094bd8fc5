import type { LabNodeStatus } from '../lab/status.ts';
import type { Instant } from '../model/instant.ts';
import { startNode, stopNode, type Acted } from '../simulate/act.ts';
import { answersCql, isRunning, lifeAt } from '../simulate/life.ts';
import type { ClusterState, SimulatedNode } from '../simulate/state.ts';
import type { SimulatedLab } from './simulated-lab.ts';

/** Starts what does not run, and waits until all let clients in. */
export async function startAll({ cluster }: SimulatedLab): Promise<void> {
  await cluster.update((state, now) => onAll(state, now, startNode));
  const { clock } = cluster;
  const comingAt = cluster
    .state()
    .nodes.map((node) => lifeAt(node, clock.now())?.cqlAt ?? clock.now());
  await clock.sleep(Math.max(...comingAt) - clock.now());
}

/** Ends every node, and waits until they are gone. */
export async function stopAll({ cluster }: SimulatedLab): Promise<void> {
  const { overAt } = await cluster.update((state, now) => onAll(state, now, stopNode));
  await cluster.clock.sleep((overAt ?? 0) - cluster.clock.now());
}

function onAll(
  state: ClusterState,
  now: Instant,
  act: (state: ClusterState, node: SimulatedNode, now: Instant) => Acted,
): Acted {
  let after: Acted = { state, overAt: now };
  for (const node of state.nodes) {
    const { state: next, overAt = now } = act(after.state, node, now);
    after = { state: next, overAt: Math.max(overAt, after.overAt ?? now) };
  }
  return after;
}

export function simulatedStatus({ dir, cluster }: SimulatedLab): readonly LabNodeStatus[] {
  const now = cluster.clock.now();
  return cluster.state().nodes.map((node, index) => {
    const life = lifeAt(node, now);
    return {
      name: `node${index + 1}`,
      address: node.address,
      home: dir,
      pid: isRunning(life, now) ? life.pid : null,
      answersCql: answersCql(life, now),
      installed: node.installed,
      configured: node.configured,
    };
  });
}
