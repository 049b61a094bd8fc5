import { expect, test } from 'vitest';
import { mostFrames, parseJmxThreadDump, parseThreadDump } from '../../src/parse/thread-dump.ts';
import { valueOf } from './parsers.ts';

/** As Java 17 and Java 8 print it, of a real node, in part. */
const dump = `2026-11-29 14:51:47
Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6-Debian-1deb12u1 mixed mode, sharing):

"Reference Handler" #2 daemon prio=10 os_prio=0 cpu=1.48ms elapsed=277.94s tid=0x00007f5ed80557d0 nid=0x1682 waiting on condition  [0x00007f5edca0e000]
   java.lang.Thread.State: RUNNABLE
\tat java.lang.ref.Reference.waitForReferencePendingList(java.base@17.0.15/Native Method)

"CompactionExecutor:1" #60 daemon prio=1 os_prio=4 cpu=12.00ms elapsed=27.9s tid=0x1 nid=0x1a2 sleeping [0x2]
   java.lang.Thread.State: TIMED_WAITING (sleeping)
\tat java.lang.Thread.sleep(java.base@17.0.15/Native Method)
\tat com.google.common.util.concurrent.RateLimiter.acquire(RateLimiter.java:295)
\t- locked <0x00000000e0b0b0b8> (a java.lang.Object)
\tat org.apache.cassandra.db.compaction.Work$$Lambda$12/0x0000000800c8f1.run(Unknown Source)

   Locked ownable synchronizers:
\t- None

"CompactionExecutor:2" #61 daemon prio=1 tid=0x3 nid=0x1a3 runnable
   java.lang.Thread.State: RUNNABLE
\tat sun.nio.ch.FileDispatcherImpl.read0(Native Method)

JNI global refs: 47, weak refs: 45

`;

test('of all threads those that compact, with their state and frames; locks and addresses are left out', () => {
  expect(valueOf(parseThreadDump(dump))).toEqual({
    threads: [
      {
        name: 'CompactionExecutor:1',
        state: 'TIMED_WAITING (sleeping)',
        frames: [
          'java.lang.Thread.sleep',
          'com.google.common.util.concurrent.RateLimiter.acquire',
          'org.apache.cassandra.db.compaction.Work$$Lambda$12.run',
        ],
      },
      {
        name: 'CompactionExecutor:2',
        state: 'RUNNABLE',
        frames: ['sun.nio.ch.FileDispatcherImpl.read0'],
      },
    ],
  });
  expect(parseJmxThreadDump(dump)).toEqual(parseThreadDump(dump));
});

test('a stack is cut off where it gets deep', () => {
  const deep = '\tat a.B.c(Native Method)\n'.repeat(500);
  const text = dump.replace('\tat sun.nio.ch.FileDispatcherImpl.read0(Native Method)\n', deep);
  expect(valueOf(parseThreadDump(text)).threads[1]?.frames).toHaveLength(mostFrames);
});

test.each([
  ['nothing', '', 'the answer is empty'],
  ['another text', 'java.lang.SecurityException: Access denied\n', 'no thread dump'],
  ['one cut off', dump.slice(0, -9), 'the text ends in the middle of this line'],
  [
    'a thread without a state',
    dump.replace('   java.lang.Thread.State: TIMED_WAITING (sleeping)\n', ''),
    'not the state of a thread',
  ],
])('%s is unreadable', (_, text, why) => {
  expect(parseThreadDump(text)).toMatchObject({ kind: 'unreadable', why });
});

test('what a bean says instead of a text is unreadable', () => {
  expect(parseJmxThreadDump(3)).toMatchObject({ kind: 'unreadable', line: '3' });
});
