import { nearestKey } from '../model/nearest-key.ts';
import type { Plan } from '../model/plan.ts';
import { wordsOf, type Snapshot } from '../model/snapshot.ts';

/** Levels of keyspaces that nobody has judge nothing: a name that is written wrong takes a guard away. Needs `keyspaces`. */
export function unknownKeyspaces(
  consistency: Plan['consistency'],
  snapshot: Snapshot,
): readonly string[] {
  const lists = [...wordsOf(snapshot, 'keyspaces').keys()];
  const known = [...new Set(lists.flatMap(({ keyspaces }) => keyspaces.map(({ name }) => name)))];
  if (known.length === 0) return [];
  return Object.keys(consistency)
    .filter((name) => name !== 'default' && !known.includes(name))
    .map((name) => {
      const nearest = nearestKey(name, known);
      const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      return `keyspace ${name} is not there: its consistency guards nothing${meant}`;
    });
}
