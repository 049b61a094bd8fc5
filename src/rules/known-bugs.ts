import { compareVersions, parseVersion, releaseLine } from '../model/version.ts';

/** What a bug of Cassandra looks like from outside. */
export type BugSign = 'hang' | 'never-begins' | 'no-space' | 'exception';

export interface KnownBug {
  readonly ticket: string;
  readonly sign: BugSign;
  /** The first release of each line without it, newest line last. */
  readonly fixedIn: readonly string[];
  readonly what: string;
}

/**
 * Bugs that keep compactions from going on, by CHANGES.txt of Cassandra up to 5.0.2, 4.1.8 and 4.0.15. In
 * which releases they came in is seldom said there.
 */
export const knownBugs: readonly KnownBug[] = [
  bug(
    '9592',
    'never-begins',
    ['2.1.7'],
    'a table whose compaction ended without a successor waits for its next flush',
  ),
  bug(
    '10829',
    'never-begins',
    ['2.1.13', '2.2.5', '3.0.3'],
    'cleanup, scrub and upgradesstables hold every SSTable of the table until they end',
  ),
  bug(
    '10979',
    'never-begins',
    ['2.1.14', '2.2.5', '3.0.3'],
    'nothing is compacted in L0 while a long compaction to L1 runs',
  ),
  bug(
    '13801',
    'never-begins',
    ['2.2.12', '3.0.16', '3.11.2'],
    'a table that found all compaction threads busy may never be looked at again',
  ),
  bug(
    '14423',
    'never-begins',
    ['2.2.13', '3.0.17', '3.11.3'],
    'SSTables are lost to compaction after a full repair',
  ),
  bug('14079', 'never-begins', ['3.11.2'], 'the choice of SSTables may go on for ever'),
  bug(
    '19182',
    'never-begins',
    ['4.0.13', '4.1.5'],
    'SSTables of an incremental repair stay pending',
  ),
  bug('13652', 'hang', ['3.11.1'], 'a deadlock in the commit log'),
  bug('15367', 'hang', ['3.0.21', '3.11.7'], 'a deadlock in the memory of memtables'),
  bug('18443', 'hang', ['4.0.10', '4.1.2'], 'a deadlock with several data folders'),
  bug(
    '12979',
    'no-space',
    ['2.2.9', '3.0.11', '3.10'],
    'a compaction does not make do with fewer SSTables',
  ),
  bug(
    '17272',
    'no-space',
    ['3.0.27', '3.11.13', '4.0.4'],
    'a leveled compaction does not make do with fewer SSTables',
  ),
  bug('15164', 'exception', ['3.0.23', '3.11.9'], 'compactions of very large partitions fail'),
  bug('15669', 'exception', ['3.11.11'], 'leveled compactions of the last level fail'),
  bug(
    '19704',
    'exception',
    ['4.0.14', '4.1.5'],
    'leveled compactions that have to make do with fewer SSTables fail',
  ),
];

function bug(number: string, sign: BugSign, fixedIn: readonly string[], what: string): KnownBug {
  return { ticket: `CASSANDRA-${number}`, sign, fixedIn, what };
}

/** Those that a release has, with the first of its line without it. Of a line that is not listed nothing is known. */
export function bugsOf(
  release: string,
  sign: BugSign,
): readonly (KnownBug & { readonly mendedIn: string })[] {
  return knownBugs.flatMap((one) => {
    const mendedIn = one.sign === sign ? fixFor(one, release) : undefined;
    return mendedIn === undefined ? [] : [{ ...one, mendedIn }];
  });
}

/** The first release of its line without the bug, where this one has it. */
export function fixFor({ fixedIn }: KnownBug, release: string): string | undefined {
  const version = parseVersion(release);
  if (!version) return undefined;
  return fixedIn.find((text) => {
    const fixed = parseVersion(text);
    const isSameLine = fixed !== undefined && releaseLine(fixed) === releaseLine(version);
    return isSameLine && compareVersions(version, fixed) < 0;
  });
}
