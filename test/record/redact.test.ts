import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseJavaProcess } from '../../src/parse/java-process.ts';
import { parseThreadDump } from '../../src/parse/thread-dump.ts';
import { withoutSecrets, withoutSecretsOfBean } from '../../src/record/redact.ts';
import { exited } from '../fakes/fake-runner.ts';

const runtime = ['nodetool', 'sjk', 'mxdump', '-q', 'java.lang:type=Runtime'];

test.each(['4.0.19', '4.1.10', '5.0.8'])(
  'of what the JVM of %s says of itself only its name is kept',
  (version) => {
    const file = `../fixtures/nodetool/${version}/sjk-mxdump--runtime.txt`;
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    const secret = text.replace('"value" : "17"', '"value" : "s3cret \\" more"');
    expect(secret).not.toBe(text);
    const kept = JSON.stringify(withoutSecrets(runtime, exited(secret)));
    expect(kept).not.toMatch(/s3cret|-Xms|jamm|class\.path" : "\//);
    const { stdout } = withoutSecrets(runtime, exited(secret)) as { readonly stdout: string };
    expect(parseJavaProcess(stdout)).toEqual(parseJavaProcess(text));
  },
);

test('half a text ends in no half secret', () => {
  const half = '{ "beans" : [ { "Name" : "1@vm", "InputArguments" : [ "-Dpassword=s3c';
  expect(JSON.stringify(withoutSecrets(runtime, exited(half)))).not.toContain('s3c');
});

test('properties of a JVM are masked wherever they are printed', () => {
  const text = 'Picked up JAVA_TOOL_OPTIONS: -Dstore.password=s3cret -Xmx1g\n';
  const masked = 'Picked up JAVA_TOOL_OPTIONS: -Dstore.password=*** -Xmx1g\n';
  expect(withoutSecrets(['nodetool', 'info'], exited(text, 1, text))).toMatchObject({
    stdout: masked,
    stderr: masked,
  });
  const late = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: text } as const;
  expect(withoutSecrets(['nodetool', 'info'], late)).toMatchObject({ stderr: masked });
});

test.each([
  ['sudo: ops may not execute nodetool -u ops -pw s3cret status', '-u ops -pw *** status'],
  ["usage: nodetool --password='s3 cret' info", '--password=*** info'],
  ["cannot run ['nodetool', '-pw', 's3 cret', 'info']", "'-pw', ***, 'info'"],
  ['nodetool -pw "s3 cret" info', '-pw *** info'],
  ['Picked up JAVA_TOOL_OPTIONS: -Dstore.password="s3 cret" -Xmx1g', 'password=*** -Xmx1g'],
])('a password in a command that is repeated is masked: %s', (text, kept) => {
  const result = withoutSecrets(['nodetool', '-h', 'a', 'info'], exited(text, 1, text));
  expect(JSON.stringify(result)).not.toMatch(/s3|cret/);
  expect(result).toMatchObject({
    stdout: expect.stringContaining(kept) as string,
    stderr: expect.stringContaining(kept) as string,
  });
});

test('the path of a file of passwords, and words that only look alike, stay', () => {
  const text = 'nodetool -pwf /etc/jmx.pw status\nno-pw here\n';
  expect(withoutSecrets(['nodetool', 'info'], exited(text))).toMatchObject({ stdout: text });
});

test.each([
  [
    "WARN  [ReadStage-2] 2026-11-29 07:00:00,000 ReadCommand.java:569 - Read 0 live rows and 5000 tombstone cells for query SELECT * FROM app.users WHERE mail = 'a@b.example' LIMIT 10; token 12\n",
    'WARN  [ReadStage-2] 2026-11-29 07:00:00,000 ReadCommand.java:569 - Read 0 live rows and 5000 tombstone cells for query ***\n',
  ],
  [
    'WARN  [CompactionExecutor:3] 2026-11-29 07:00:00,000 BigTableWriter.java:258 - Writing large partition app/users:a@b.example (123.4MiB) to sstable /data/x\n',
    'WARN  [CompactionExecutor:3] 2026-11-29 07:00:00,000 BigTableWriter.java:258 - Writing large partition app/users:***\n',
  ],
  [
    'WARN  [CompactionExecutor:1] 2026-11-29 07:09:13,850 CompactionTask.java:410 - Not enough space for compaction, estimated sstables = 1, expected write size = 10538062\n',
    'WARN  [CompactionExecutor:1] 2026-11-29 07:09:13,850 CompactionTask.java:410 - Not enough space for compaction, estimated sstables = 1, expected write size = 10538062\n',
  ],
  [
    'Nov 29 host cassandra[1]: WARN Slow query select a from app.users where mail = 1\n',
    'Nov 29 host cassandra[1]: WARN Slow query ***\n',
  ],
  [
    'java.lang.AssertionError: DecoratedKey(1, 4a4f) >= DecoratedKey(2, 4b)\n',
    'java.lang.AssertionError: DecoratedKey(***) >= DecoratedKey(***)\n',
  ],
  [
    'WARN  [CompactionExecutor:3] 2026-11-29 07:00:00,000 NoSpamLogger.java:107 - Guardrail partition_size violated: Partition app.users:a@b.example has size 2MiB, this exceeds the warning threshold of 1MiB.\n',
    'WARN  [CompactionExecutor:3] 2026-11-29 07:00:00,000 NoSpamLogger.java:107 - Guardrail partition_size violated: ***\n',
  ],
  [
    'WARN  [main] - truststore_password=hunter2 is short\n',
    'WARN  [main] - truststore_password=*** is short\n',
  ],
])('of a log neither queries nor keys are kept, and the rest is', (text, kept) => {
  expect(withoutSecrets(['tail', '-n', '500', 'system.log'], exited(text))).toMatchObject({
    stdout: kept,
  });
});

test('of a thread dump the threads that compact stay, by nodetool and by JMX, and are read as before', () => {
  const thread = (name: string) =>
    `"${name}" #2 daemon\n   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(Native Method)\n\n`;
  const locks = '   Locked ownable synchronizers:\n\t- None\n\n';
  const threads = [thread('Client-of-s3cret'), locks, thread('CompactionExecutor:1'), locks];
  const dump = `2026-11-29\nFull thread dump OpenJDK (17):\n\n${threads.join('')}JNI: 4\n\n`;
  const picked = 'Picked up JAVA_TOOL_OPTIONS: -Dstore.password=s3cret\n';
  const printed = `${picked}com.sun.management:type=DiagnosticCommand\n${dump}`;
  const { stdout } = withoutSecrets(['nodetool', 'sjk'], exited(printed)) as { stdout: string };
  for (const [kept, whole] of [
    [withoutSecretsOfBean(dump), dump],
    [stdout, printed],
  ] as const) {
    expect(kept).not.toContain('s3cret');
    expect(parseThreadDump(kept)).toEqual(parseThreadDump(whole));
  }
  expect(withoutSecretsOfBean('org.apache.cassandra')).toBe('org.apache.cassandra');
});
