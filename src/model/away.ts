import type { Seen } from './seen.ts';
import { looksAt } from './series.ts';
import type { Series } from './snapshot.ts';

/**
 * Nothing that the node was asked for at the last look came, for there was nobody. What its machine says does not
 * count, nor what Ringward itself counted of requests through it.
 */
export function isAway(series: Series, node: string): boolean {
  const asked = Object.entries(looksAt(series, node).at(-1)?.sources ?? {});
  const answers = asked.flatMap(([source, seen]) => (source === 'client-view' ? [] : [seen]));
  return !answers.some(isOfTheNode) && answers.some(isUnreachable);
}

function isOfTheNode(seen: Seen<unknown>): boolean {
  return seen.kind === 'seen' && seen.via !== 'host';
}

function isUnreachable(seen: Seen<unknown>): boolean {
  return seen.kind === 'missing' && seen.why === 'unreachable';
}
