import { logOf, startOf, type Advice } from '../model/advice.ts';
import { isAway } from '../model/away.ts';
import type { MissingSource } from '../model/finding.ts';
import { addressesOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';

/** Of more nodes than this it is the network or the inventory. */
const mostNodes = 3;

/** What to do where nothing was found because answers are missing; empty: their reasons say it. */
export function nextSteps(series: Series, missing: readonly MissingSource[]): readonly Advice[] {
  const away = addressesOf(series).filter((node) => isAway(series, node));
  return [
    ...away.slice(0, mostNodes).flatMap((node) => [logOf(node), startOf(node)]),
    ...(away.length > mostNodes ? [`the same on ${away.length - mostNodes} more nodes`] : []),
    ...(missing.some(({ why }) => why === 'authentication') ? [secrets] : []),
  ];
}

const secrets =
  'mend user and passwordFrom under cql or jmx of the inventory, or the grants of that user';
