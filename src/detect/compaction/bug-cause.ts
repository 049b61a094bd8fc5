import { latestValue } from '../../model/series.ts';
import { bugsOf, type BugSign } from '../../rules/known-bugs.ts';
import type { Weighed } from './causes.ts';
import type { NodeCompactions } from './node-compactions.ts';

/** Known bugs of the node's release that look like this: no more than a possibility. That none is known rules nothing out. */
export function bugCause({ series, node }: NodeCompactions, sign: BugSign): Weighed {
  const release = latestValue(series, node, 'cql-local')?.releaseVersion;
  const bugs = release === undefined ? [] : bugsOf(release, sign);
  return {
    id: 'known-bug',
    title: 'a known bug of its release',
    speaksFor: bugs.map(
      ({ ticket, what, mendedIn }) => `${ticket}: ${what}; mended in ${mendedIn}`,
    ),
    isGuess: true,
  };
}
