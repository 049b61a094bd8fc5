import type { Seen } from './seen.ts';
import { looksAt } from './series.ts';
import type { Series } from './snapshot.ts';

/**
 * Nothing that the node was asked for at the last look came, for there was nobody. What its machine says does not
 * count, nor what Ringward itself counted of requests through it.
 */
export function isAway(series: Series, node: string): boolean {
  return !answersItself(series, node) && lastAnswers(series, node).some(isUnreachable);
}

/** Anything came from the node itself at the last look. */
export function answersItself(series: Series, node: string): boolean {
  return lastAnswers(series, node).some(isOfTheNode);
}

function lastAnswers(series: Series, node: string): readonly Seen<unknown>[] {
  const asked = Object.entries(looksAt(series, node).at(-1)?.sources ?? {});
  return asked.flatMap(([source, seen]) => (source === 'client-view' ? [] : [seen]));
}

function isOfTheNode(seen: Seen<unknown>): boolean {
  return seen.kind === 'seen' && seen.via !== 'host';
}

function isUnreachable(seen: Seen<unknown>): boolean {
  return seen.kind === 'missing' && seen.why === 'unreachable';
}
