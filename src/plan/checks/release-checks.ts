import { fixFor, knownBugs } from '../../rules/known-bugs.ts';
import { releaseLineOf } from '../../rules/upgrade/release-lines.ts';
import { compareVersions, parseVersion } from '../../model/version.ts';
import { broken, type Check, type RuleContext } from './check.ts';

export const minimumRelease: Check = (context) => {
  const minimum = releaseLineOf(context.toLine)?.from[context.fromLine];
  return minimum === undefined || minimum === '' ? [] : olderThan(context, minimum);
};

/** Columns of tracing and repair tables: CASSANDRA-15385. */
export const tracingSafeRelease: Check = (context) => {
  const minimum = { '3.0': '3.0.20', '3.11': '3.11.6' }[context.fromLine];
  return minimum === undefined ? [] : olderThan(context, minimum);
};

export const newestRelease: Check = (context) => {
  const newest = releaseLineOf(context.fromLine)?.newest;
  return newest === undefined
    ? []
    : olderThan(context, newest, `; the newest known here is ${newest}`);
};

function olderThan(
  { behind, from }: RuleContext,
  minimum: string,
  more = `, older than ${minimum}`,
): ReturnType<Check> {
  const wanted = parseVersion(minimum);
  if (!wanted || compareVersions(from, wanted) >= 0) return [];
  const release = behind[0]?.release ?? '';
  return [
    broken(
      `it runs ${release}${more}`,
      behind.map(({ address }) => address),
    ),
  ];
}

const corrupting = ['3.0.23', '3.0.24', '3.11.9', '3.11.10'];

export const noCorruptingRelease: Check = ({ target }) => {
  const release = `${target.major}.${target.minor}.${target.patch}`;
  return corrupting.includes(release) ? [broken(`the target is ${release}`)] : [];
};

export const bugsOfTarget: Check = ({ target }) => {
  const release = `${target.major}.${target.minor}.${target.patch}`;
  return knownBugs.flatMap((bug) => {
    const mendedIn = fixFor(bug, release);
    return mendedIn === undefined
      ? []
      : [broken(`${release} has ${bug.ticket}: ${bug.what} (mended in ${mendedIn})`)];
  });
};

export const sameMessages: Check = ({ fromLine, toLine }) => {
  const [before, after] = [releaseLineOf(fromLine)?.messaging, releaseLineOf(toLine)?.messaging];
  return before === undefined || after === undefined || before === after
    ? []
    : [broken(`messages go from version ${before} to ${after}`)];
};
