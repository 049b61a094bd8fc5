import type { Instant } from '../model/instant.ts';
import type { HintedHandoff } from '../model/readings.ts';
import { answersCql, lifeAt } from './life.ts';
import { faultOn } from './node-faults.ts';
import { isFrom } from './say/release.ts';
import type { ClusterState, Life, SimulatedNode } from './state.ts';

/** max_hint_window of cassandra.yaml. */
export const hintWindowMs = 3 * 3_600_000;

/** False: hinted handoff was switched off in this life of its process, which forgets it with the next. */
export function keepsHints(state: ClusterState, node: SimulatedNode, now: Instant): boolean {
  const fault = faultOn(state, 'hints-off', node.address, now);
  if (!fault) return true;
  const startedAt = lifeAt(node, now)?.startedAt ?? now;
  const [first] = node.lives;
  return startedAt > (fault.from ?? first?.startedAt ?? now);
}

/** nodetool does not tell the window, nor before 3.0 the datacenters; tables do, from 4.0 on. */
export function hintedHandoff(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): HintedHandoff {
  const isByTable = isFrom(life.release, 4, 0) && answersCql(life, now);
  return {
    isEnabled: keepsHints(state, node, now),
    disabledDcs: isFrom(life.release, 3, 0) ? [] : undefined,
    windowMs: isByTable ? hintWindowMs : undefined,
  };
}
