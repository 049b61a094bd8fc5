import type { LogEntry, LogTail } from '../model/readings.ts';

/** A line of the log after which this process will not serve, whether it ends or not. */
export interface FatalLine {
  /** As the log has it; empty: the layout has none. */
  readonly time: string;
  /** Of Cassandra's words those that tell most, without what a configuration may have put beside them. */
  readonly words: string;
  readonly meaning: string;
  /** The line and its exceptions, as they were printed. */
  readonly text: string;
}

/**
 * With these, at level ERROR, a start is over (CassandraDaemon, StartupChecks, SystemKeyspace, CommitLog,
 * DefaultFSErrorHandler, JVMStabilityInspector and StorageService.stopTransports of 2.1 to 5.0). After most the
 * process ends itself; failure policies of `stop` close it to clients and peers and let it live.
 */
const endsOfStarts: readonly RegExp[] = [
  /^Exception encountered during startup/,
  /^Fatal (?:exception during initialization|configuration error)/,
  /^Exiting forcefully due to file system exception on startup/,
  /^JVM state determined to be unstable/,
  /^Cannot start node if snitch's/,
  /^Detected unreadable sstables/,
  /^Port already in use/,
  /^Replay stopped\./,
  /\. Commit disk failure policy is stop; terminating thread/,
  /^Stopping transports/,
  /^Stopping (?:gossiper|native transport|RPC server)$/,
  /^Exception in thread Thread\[main,/,
];

/** Words of exceptions and lines, the first that are found, and what they mean for a node that was started again. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /A node with address \S+ already exists, cancelling join/,
    'its peers know another host id at this address: its data is not what it was',
  ],
  [
    /Unable to gossip with any (?:peers|seeds)/,
    'no seed answers it: its seeds, addresses, ports or the encryption between nodes are not as its peers have them',
  ],
  [
    /Cannot start node if snitch's (?:data center|rack) \([^)]*\) differs from previous (?:data center|rack) \([^)]*\)/,
    'its configuration puts it elsewhere than before',
  ],
  [/Detected unreadable sstables/, 'it has SSTables of a format that this release does not read'],
  [/CorruptSSTableException|CorruptBlockException/, 'an SSTable is broken'],
  [
    /Failed commit log replay|CommitLogRe(?:play|ad)Exception|Unknown commitlog version \d+/,
    'its commit log cannot be replayed: a segment is broken, or of another release',
  ],
  [
    /Invalid yaml|Please remove properties|ConfigurationException/,
    'its configuration does not fit this release',
  ],
  [
    /Address already in use|Port already in use|Failed to bind port \d+/,
    'a port it needs is taken, by an older process of it perhaps',
  ],
  [/No space left on device/, 'a disk is full'],
  [
    /FSReadError|FSWriteError|AccessDeniedException/,
    'a disk or a folder cannot be read or written',
  ],
  [/OutOfMemoryError/, 'it had not enough memory'],
  [
    /Stopping (?:transports|gossiper|native transport|RPC server)|Commit disk failure policy is stop/,
    'after a failure of a disk it has closed itself to clients and peers, and stays so',
  ],
];

/** Oldest first. */
export function fatalLinesIn({ entries }: Pick<LogTail, 'entries'>): readonly FatalLine[] {
  return entries.filter(isEndOfStart).map(fatalLineOf);
}

function isEndOfStart({ level, message }: LogEntry): boolean {
  return level === 'ERROR' && endsOfStarts.some((pattern) => pattern.test(message));
}

function fatalLineOf({ level, time, message, exceptions }: LogEntry): FatalLine {
  const lines = [`${level} ${time} ${message}`, ...exceptions];
  const text = lines.join('\n');
  for (const [pattern, meaning] of causes) {
    const words = pattern.exec(text)?.[0];
    if (words !== undefined) return { time, words, meaning, text };
  }
  const [words = message] = endsOfStarts.flatMap((pattern) => pattern.exec(message)?.[0] ?? []);
  return { time, words, meaning: 'the lines below it say why', text };
}
