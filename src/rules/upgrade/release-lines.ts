/** What a release line of Cassandra takes and writes, as far as an upgrade to it must know. */
export interface ReleaseLine {
  /** From which lines it is reached in one hop, and from which release of them on; `''`: any. */
  readonly from: Readonly<Record<string, string>>;
  /** Majors of Java that start it. */
  readonly java: readonly number[];
  /** The newest release known here. */
  readonly newest: string;
  /** First letters of SSTables that it opens, oldest first; the last one it writes unless told otherwise. */
  readonly sstables: string;
  /** The oldest version within the first of these letters. */
  readonly oldestSSTable: string;
  /** Version of messages between nodes; for 5.0 with CASSANDRA_4. */
  readonly messaging: number;
  /** The jamm that its cassandra-env.sh names. */
  readonly jamm: string;
}

/**
 * By line. Sources at 3.0.33, 3.11.20, 4.0.21, 4.1.12, 5.0.9 and 6.0-alpha2: `from` NEWS.txt "Upgrading" of each, the edges of
 * UpgradeTestBase and of upgrade_manifest.py in cassandra-dtest; `java` bin/cassandra.in.sh; `sstables` BigFormat.java;
 * `messaging` MessagingService.java; `jamm` conf/cassandra-env.sh. 3.x to 5.0 and 2.x to 4.0 refuse to start.
 */
export const releaseLines: Readonly<Record<string, ReleaseLine>> = {
  '2.1': line({ '2.0': '2.0.7' }, [7, 8], '2.1.22', 'jk', 'jb', 8, '0.3.0'),
  '2.2': line({ '2.1': '' }, [7, 8], '2.2.19', 'jkl', 'jb', 9, '0.3.0'),
  '3.0': line({ '2.1': '2.1.9', '2.2': '2.2.2' }, [8], '3.0.32', 'jklm', 'jb', 11, '0.3.0'),
  '3.11': line(
    { '2.1': '2.1.9', '2.2': '2.2.2', '3.0': '' },
    [8],
    '3.11.19',
    'jklm',
    'jb',
    11,
    '0.3.0',
  ),
  '4.0': line({ '3.0': '3.0.13', '3.11': '' }, [8, 11], '4.0.21', 'mn', 'ma', 12, '0.3.2'),
  '4.1': line(
    { '3.0': '3.0.13', '3.11': '', '4.0': '' },
    [8, 11],
    '4.1.12',
    'mn',
    'ma',
    12,
    '0.3.2',
  ),
  '5.0': line({ '4.0': '', '4.1': '' }, [11, 17], '5.0.9', 'mno', 'ma', 12, '0.4.0'),
  '6.0': line(
    { '4.0': '', '4.1': '', '5.0': '' },
    [11, 17, 21],
    '6.0-alpha2',
    'mnop',
    'ma',
    12,
    '0.4.0',
  ),
};

function line(
  from: ReleaseLine['from'],
  java: readonly number[],
  newest: string,
  sstables: string,
  oldestSSTable: string,
  messaging: number,
  jamm: string,
): ReleaseLine {
  return { from, java, newest, sstables, oldestSSTable, messaging, jamm };
}

export function releaseLineOf(name: string): ReleaseLine | undefined {
  return Object.hasOwn(releaseLines, name) ? releaseLines[name] : undefined;
}

/** Lines that may go straight to `to`, itself included; undefined when the line is not known. */
export function linesThatMayGoTo(to: string): readonly string[] | undefined {
  const known = releaseLineOf(to);
  return known && [...Object.keys(known.from), to];
}

/**
 * The lines between `from` and `to` on the shortest ways that stop at least once, hop by hop; undefined: none is known.
 */
export function linesBetween(from: string, to: string): readonly (readonly string[])[] | undefined {
  const next = Object.keys(releaseLines).filter((line) => line !== to && isHop(from, line));
  const last = next.filter((line) => isHop(line, to));
  if (last.length > 0) return [last];
  const longer = next.flatMap((line) => {
    const after = linesBetween(line, to);
    return after ? [[[line], ...after]] : [];
  });
  const length = Math.min(...longer.map((way) => way.length));
  const shortest = longer.filter((way) => way.length === length);
  return shortest[0]?.map((_, at) => [...new Set(shortest.flatMap((way) => way[at] ?? []))]);
}

function isHop(from: string, to: string): boolean {
  const known = releaseLineOf(to)?.from;
  return known !== undefined && Object.hasOwn(known, from);
}

/**
 * Newer lines whose nodes have a way back to `to`: 5.0 in CASSANDRA_4 writes what 4.1 reads, but for
 * system.compaction_history (docs/evidence/three-rolls.md). 4.1 has none to 4.0: its system.paxos has columns that
 * 4.0 lacks (SystemKeyspace.java).
 */
export function linesWithWayBackTo(to: string): readonly string[] {
  return to === '4.1' ? ['5.0'] : [];
}
