import type { Instant } from '../model/instant.ts';
import { hintWindowMs, keepsHints } from './handoff.ts';
import { departureOf, lifeAt, takesRequests } from './life.ts';
import { nodeOf, type ClusterState, type SimulatedNode } from './state.ts';
import type { Storage } from './storage.ts';
import { hintFiles } from './work.ts';

/** Nothing is kept for a node that has been away for longer than max_hint_window, nor where hints are off. */
export function isHinted(
  state: ClusterState,
  holder: SimulatedNode,
  target: string,
  now: Instant,
): boolean {
  if (!keepsHints(state, holder, now)) return false;
  const node = nodeOf(state, target);
  const life = node && lifeAt(node, now);
  const left = life && departureOf(life);
  return !left || now - left.at <= hintWindowMs;
}

/** Hints whose files are gone by now, as the holder's pending hints show them, have been delivered. */
export function deliverHints({
  state,
  storage,
  now,
}: {
  readonly state: ClusterState;
  readonly storage: Storage;
  readonly now: Instant;
}): void {
  for (const queue of storage.hints()) {
    const [holder, target] = [nodeOf(state, queue.holder), nodeOf(state, queue.target)];
    if (!holder || !target) continue;
    const isTogether = [queue.holder, queue.target].every((address) =>
      takesRequests(state, address, now),
    );
    if (isTogether && hintFiles(state, holder, target, now) === 0) storage.deliver(queue);
  }
}
