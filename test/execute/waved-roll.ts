import type { UpgradeEvent } from '../../src/model/event.ts';
import type { PlannedNode } from '../../src/model/plan.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { simulatedRoll, type RollWish } from '../simulate/simulated-roll.ts';

/** Six nodes in three racks: the canary of rack1, the other one, then two at a time. */
export const sixNodes = { dcs: { dc1: { rack1: 2, rack2: 2, rack3: 2 } } };

export const wavedRoll = (wish: RollWish = {}) =>
  simulatedRoll({ playbook: 'rolling-restart', cluster: sixNodes, parallel: 'rack', ...wish });

export const stopsOf = ({ nodes }: ClusterState) => nodes.map(({ stops }) => stops);

/** The most nodes that were begun and not done at one time. */
export function mostUnderWay(events: readonly UpgradeEvent[]): number {
  const underWay = new Set<string>();
  let most = 0;
  for (const event of events) {
    if (event.type === 'node-started') underWay.add(event.node);
    if (event.type === 'node-done') underWay.delete(event.node);
    most = Math.max(most, underWay.size);
  }
  return most;
}

/** Stops that were begun while a node of another wave was not done. */
export function strayStops(
  nodes: readonly PlannedNode[],
  events: readonly UpgradeEvent[],
): readonly string[] {
  const waveOf = new Map(nodes.map(({ address, wave }) => [address, wave]));
  const underWay = new Set<string>();
  return events.flatMap((event) => {
    if (event.type === 'node-started') underWay.add(event.node);
    if (event.type === 'node-done') underWay.delete(event.node);
    if (event.type !== 'step-started' || event.kind !== 'stop') return [];
    const others = [...underWay].filter((each) => waveOf.get(each) !== waveOf.get(event.node));
    return others.length === 0 ? [] : [`${event.node} beside ${others.join()}`];
  });
}
