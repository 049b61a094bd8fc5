import { expect, test } from 'vitest';
import { parseLogLines } from '../../src/parse/log-lines.ts';
import { fatalLinesIn } from '../../src/steps/fatal-lines.ts';

const time = '2026-11-29 07:10:54,757';

function fatalIn(...lines: readonly string[]) {
  const parsed = parseLogLines(lines.join('\n'));
  if (parsed.kind !== 'parsed') throw new Error(parsed.why);
  return fatalLinesIn(parsed.value);
}

const daemon = (message: string) => `ERROR [main] ${time} CassandraDaemon.java:900 - ${message}`;
const failed = daemon('Exception encountered during startup');

/** As releases from 2.1 to 5.0 print them. */
const known: readonly (readonly [string, string, RegExp, readonly string[]])[] = [
  [
    'a collision',
    'A node with address /10.0.0.2:7000 already exists, cancelling join',
    /its data is not what it was/,
    [
      failed,
      'java.lang.RuntimeException: A node with address /10.0.0.2:7000 already exists, cancelling join. Use cassandra.replace_address if you want to replace this node.',
      '\tat org.apache.cassandra.service.StorageService.checkForEndpointCollision(StorageService.java:790)',
    ],
  ],
  [
    'no peers',
    'Unable to gossip with any peers',
    /no seed answers it/,
    [failed, 'java.lang.RuntimeException: Unable to gossip with any peers'],
  ],
  [
    'no seeds, up to 3.11',
    'Unable to gossip with any seeds',
    /no seed answers it/,
    [failed, 'java.lang.RuntimeException: Unable to gossip with any seeds'],
  ],
  [
    'another rack',
    "Cannot start node if snitch's rack (r2) differs from previous rack (r1)",
    /elsewhere than before/,
    [
      daemon(
        "Cannot start node if snitch's rack (r2) differs from previous rack (r1). Please fix the snitch configuration, decommission and rebootstrap this node or use the flag -Dcassandra.ignore_rack=true.",
      ),
    ],
  ],
  [
    'another DC',
    "Cannot start node if snitch's data center (dc2) differs from previous data center (dc1)",
    /elsewhere than before/,
    [
      daemon(
        "Cannot start node if snitch's data center (dc2) differs from previous data center (dc1). Please fix the snitch configuration",
      ),
    ],
  ],
  [
    'SSTables of old',
    'Detected unreadable sstables',
    /does not read/,
    [daemon('Detected unreadable sstables /data/app/a-c5/jb-1-big-Data.db, please check NEWS.txt')],
  ],
  [
    'a broken SSTable',
    'CorruptSSTableException',
    /an SSTable is broken/,
    [
      `ERROR [SSTableBatchOpen:1] ${time} DefaultFSErrorHandler.java:129 - Exiting forcefully due to file system exception on startup, disk failure policy "stop"`,
      'org.apache.cassandra.io.sstable.CorruptSSTableException: java.io.EOFException',
    ],
  ],
  [
    'a broken commit log, after which the process lives on',
    'Failed commit log replay',
    /cannot be replayed/,
    [
      `ERROR [main] ${time} CommitLog.java:512 - Failed commit log replay. Commit disk failure policy is stop; terminating thread.`,
      'org.apache.cassandra.db.commitlog.CommitLogReadHandler$CommitLogReadException: Could not read commit log descriptor in file /log/CommitLog-7-1.log',
    ],
  ],
  [
    'a commit log of another release',
    'CommitLogReplayException',
    /cannot be replayed/,
    [
      failed,
      'org.apache.cassandra.db.commitlog.CommitLogReplayer$CommitLogReplayException: Encountered bad header',
    ],
  ],
  [
    'a key of another release',
    'Invalid yaml',
    /configuration does not fit/,
    [
      daemon('Exception encountered during startup: Invalid yaml: file:/etc/cassandra.yaml'),
      'org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml. Please remove properties [x]',
    ],
  ],
  [
    'a system keyspace that cannot be read',
    'ConfigurationException',
    /configuration does not fit/,
    [
      daemon('Fatal exception during initialization'),
      'org.apache.cassandra.exceptions.ConfigurationException: Saved cluster name a != configured name b',
    ],
  ],
  [
    'a port that is taken',
    'Port already in use',
    /a port it needs is taken/,
    [daemon('Port already in use: 7199; nested exception is:'), 'java.net.BindException'],
  ],
  [
    'a full disk',
    'No space left on device',
    /a disk is full/,
    [
      `ERROR [COMMIT-LOG-ALLOCATOR] ${time} CommitLog.java:512 - Failed managing commit log segments. Commit disk failure policy is stop; terminating thread`,
      'org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device',
    ],
  ],
  [
    'memory',
    'OutOfMemoryError',
    /not enough memory/,
    [
      `ERROR [main] ${time} JVMStabilityInspector.java:106 - JVM state determined to be unstable.  Exiting forcefully due to:`,
      'java.lang.OutOfMemoryError: Direct buffer memory',
    ],
  ],
  [
    'a failure policy that lets the process live',
    'Stopping transports',
    /closed itself to clients and peers/,
    [
      `ERROR [ReadStage-2] ${time} DefaultFSErrorHandler.java:64 - Stopping transports as disk_failure_policy is stop`,
    ],
  ],
  [
    'the same, up to 3.11',
    'Stopping gossiper',
    /closed itself to clients and peers/,
    [`ERROR [MemtableFlushWriter:1] ${time} StorageService.java:446 - Stopping gossiper`],
  ],
  [
    'what nobody knows',
    'Exception encountered during startup',
    /the lines below it say why/,
    [failed, 'java.lang.IllegalStateException: unheard of'],
  ],
];

test.each(known)('%s', (_, words, meaning, lines) => {
  const [line, ...others] = fatalIn(...lines);
  expect(others).toEqual([]);
  expect(line).toMatchObject({ time, words });
  expect(line?.meaning).toMatch(meaning);
  expect(line?.text.split('\n')[0]).toContain(`ERROR ${time} `);
});

test.each([
  `INFO  [main] ${time} StorageService.java:650 - Unable to gossip with any peers but continuing anyway since node is in its own seed list`,
  `WARN  [RMI TCP Connection(2)] ${time} StorageService.java:357 - Stopping gossip by operator request`,
  `ERROR [main] ${time} CommitLogReplayer.java:400 - Ignoring commit log replay error likely due to incomplete flush to disk`,
  `ERROR [CompactionExecutor:2] ${time} CassandraDaemon.java:244 - Exception in thread Thread[CompactionExecutor:2,5,main]`,
  `ERROR [main] ${time} CommitLog.java:512 - Failed managing commit log segments. Commit disk failure policy is stop_commit; terminating thread`,
  `WARN  [Native-Transport-Requests-1] ${time} A.java:1 - Exception encountered during startup`,
])('is no end of a start: %s', (line) => {
  expect(fatalIn(line)).toEqual([]);
});
