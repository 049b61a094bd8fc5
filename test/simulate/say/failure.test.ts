import { expect, test } from 'vitest';
import { nodetoolFailure } from '../../../src/parse/nodetool-failure.ts';
import type { Answer } from '../../../src/simulate/say/answer.ts';
import {
  sayBadPassword,
  sayConnectionRefused,
  sayExecutorTerminated,
  sayNotInitialized,
} from '../../../src/simulate/say/failure.ts';
import { sayCompactionThroughput } from '../../../src/simulate/say/getcompactionthroughput.ts';
import { sayListPendingHints } from '../../../src/simulate/say/listpendinghints.ts';
import { sayJavaProcess, saySSTableCounts } from '../../../src/simulate/say/mxdump.ts';
import { sayStatusAutoCompaction } from '../../../src/simulate/say/statusautocompaction.ts';

const place = { host: '10.0.0.1', port: 7199 };

test.each<[string, Answer, number, string]>([
  ['a process that is not there', sayConnectionRefused(place), 1, 'unreachable'],
  ['the same under an old JDK', sayConnectionRefused(place, true), 1, 'unreachable'],
  ['a bad password', sayBadPassword(place, '3.11.19'), 1, 'authentication'],
  ['a bad password of 3.0', sayBadPassword(place, '3.0.30'), 2, 'authentication'],
  ['a process that starts', sayNotInitialized('5.0.8'), 1, 'unreachable'],
  ['a process of 4.1 that starts', sayNotInitialized('4.1.10'), 2, 'unreachable'],
  ['a node that has drained', sayExecutorTerminated(''), 2, 'failed'],
])('%s is understood', (_, answer, code, why) => {
  expect(answer.code).toBe(code);
  expect(nodetoolFailure(answer.stdout, answer.stderr, answer.code).why).toBe(why);
});

test('a password of 3.0 that is wrong is no failure to connect', () => {
  const { stderr } = sayBadPassword(place, '3.0.30');
  expect(stderr).toMatch(/^error: Authentication failed! Invalid username or password\n-- Stack/);
});

/** Printed by nodetool of 2.1.13 and 3.11.19. */
test.each<[string, Answer, string]>([
  ['statusautocompaction', sayStatusAutoCompaction({ tables: [] }, '3.11.19'), '-a'],
  ['listpendinghints', sayListPendingHints({ targets: [] }, '4.0.19'), ''],
  ['sjk', saySSTableCounts({ tables: [] }, '3.11.19'), 'mxdump, -q, org.apache'],
  ['sjk', sayJavaProcess({ pid: 1, host: 'a' }, '2.1.13'), 'mxdump, -q, java.lang:type=Runtime]'],
])('%s of a version without it is an unexpected parameter', (command, answer, next) => {
  const begin = `nodetool: Found unexpected parameters: [${command}${next && `, ${next}`}`;
  expect(answer).toMatchObject({ code: 1, stderr: '' });
  expect(answer.stdout.startsWith(begin)).toBe(true);
  expect(answer.stdout.endsWith("]\nSee 'nodetool help' or 'nodetool help <command>'.\n")).toBe(
    true,
  );
  expect(nodetoolFailure(answer.stdout, '', 1).why).toBe('unsupported');
});

test('a throttle that is no whole number is refused until -d asks for it', () => {
  const rate = { mebibytesPerSecond: 0.5 };
  const refused = sayCompactionThroughput(rate, '4.1.10');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^error: Use the -d flag to quiet this error/);
  const exact = sayCompactionThroughput(rate, '4.1.10', '-d');
  expect(exact.stdout).toBe('Current compaction throughput: 0.5 MiB/s\n');
  expect(sayCompactionThroughput(rate, '4.0.19', '-d')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('unexpected parameters: [-d]') as string,
  });
});

test('a text that no release says is an error, not some layout', () => {
  expect(() => sayNotInitialized('soon')).toThrow(/no Cassandra release/);
});

test('a nodetool that finds the port open and nothing behind it yet says that the node starts', () => {
  // 4.1.10, in the two seconds between both.
  const stderr = [
    'error: org.apache.cassandra.db:type=StorageService',
    '-- StackTrace --',
    'javax.management.InstanceNotFoundException: org.apache.cassandra.db:type=StorageService',
    '\tat java.management/com.sun.jmx.interceptor.DefaultMBeanServerInterceptor.getMBean(DefaultMBeanServerInterceptor.java:1088)',
  ].join('\n');
  expect(nodetoolFailure('', stderr, 2)).toEqual({
    why: 'unreachable',
    detail: 'nodetool: the node is still starting: its StorageService is not there yet',
  });
  const other = stderr.replaceAll('StorageService', 'StorageProxy');
  expect(nodetoolFailure('', other, 2).why).toBe('failed');
});
