import type { Progress } from './event.ts';
import { onceForEach } from './once-for-each.ts';

/** Nodes that were begun and are not done: none or one, unless a run was cut off. */
export function startedIn({
  newest,
  earlier,
}: Pick<Progress, 'newest' | 'earlier'>): ReadonlySet<string> {
  const started = new Set(startedAmong(earlier));
  // What is newest of a node may have been begun before, too.
  if (newest?.node.state === 'started') started.add(newest.address);
  else if (newest) started.delete(newest.address);
  return started;
}

/** From the begin of one node to that of the next they are the same, and before each act it is asked. */
const startedAmong = onceForEach((earlier: Progress['earlier']): readonly string[] =>
  [...earlier].flatMap(([address, { state }]) => (state === 'started' ? [address] : [])),
);
