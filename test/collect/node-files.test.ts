import { expect, test } from 'vitest';
import { askFiles, fileSources } from '../../src/collect/node-files.ts';
import type { NodeFilesPlace } from '../../src/model/inventory.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { world } from './world.ts';

const place: NodeFilesPlace = { config: '/etc/cassandra', java: 'java', through: [] };
const wanted = new Set(fileSources);
const healthy = [
  ['cassandra.yaml grep', '/etc/cassandra/cassandra.yaml:cluster_name: lab\n'],
  ['-version', exited('', 0, 'openjdk version "17.0.9"\n')],
  ['Data.db', '/data1/nb-1-big-Data.db\n'],
] as const;

function asked(
  rules: Parameters<typeof fakeRunner>[0],
  files: Partial<NodeFilesPlace> | 'nowhere' = {},
) {
  const runner = fakeRunner(rules);
  const { on, unreadable } = world({ runner });
  const context = on('10.0.0.1');
  const node = {
    ...context.node,
    ...(files !== 'nowhere' ? { files: { ...place, ...files } } : {}),
  };
  return { runner, unreadable, answers: askFiles({ ...context, node }, wanted) };
}

test('configuration, Java and SSTables, by one command each', async () => {
  const { runner, answers } = asked(healthy);
  expect(await answers).toMatchObject({
    'config-files': { value: { yaml: { settings: [{ name: 'cluster_name', value: 'lab' }] } } },
    'java-version': { value: { major: 17 } },
    'sstable-files': { value: { versions: [{ version: 'nb', count: 1 }] } },
  });
  expect(runner.requests.map(({ argv }) => argv.join(' '))).toEqual([
    'find -L /etc/cassandra -maxdepth 1 -type f ( -name cassandra.yaml -o -name cassandra-env.sh -o -name jvm*.options ) -exec grep -H  {} +',
    'java -version',
    'find -L /data1 /data2 -type d ( -name snapshots -o -name backups -o -name lost+found ) -prune -o -type f -name *-Data.db -print',
  ]);
});

test('through ssh every word is quoted for the shell there; through a container it is not', async () => {
  const data = ['/my data'];
  const ssh = asked(healthy, { through: ['/usr/bin/ssh', '10.0.0.1'], data });
  await ssh.answers;
  expect(ssh.runner.requests[1]?.argv).toEqual([
    '/usr/bin/ssh',
    '10.0.0.1',
    "'java'",
    "'-version'",
  ]);
  expect(ssh.runner.requests[2]?.argv).toContain("'/my data'");
  expect(ssh.runner.requests[2]?.argv).toContain("'*-Data.db'");
  const docker = asked(healthy, { through: ['docker', 'exec', 'c1'], data });
  await docker.answers;
  expect(docker.runner.requests[2]?.argv).toContain('*-Data.db');
});

test('without a place nothing is read', async () => {
  const { runner, answers } = asked([], 'nowhere');
  expect(Object.values(await answers).map((answer) => answer.kind)).toEqual(
    fileSources.map(() => 'missing'),
  );
  expect(runner.requests).toEqual([]);
});

test('what cannot be read is missing with what the machine said; a file that is there says nothing then', async () => {
  const denied = 'grep: /etc/cassandra/cassandra.yaml: Permission denied\n';
  const { answers } = asked([
    ['cassandra.yaml grep', exited('/etc/cassandra/jvm.options:-Xmx1G\n', 1, denied)],
    ['-version', { kind: 'unreachable', reason: 'spawn java ENOENT' }],
    ['Data.db', { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' }],
  ]);
  expect(await answers).toMatchObject({
    'config-files': { why: 'failed', detail: denied.trim() },
    'java-version': { why: 'failed' },
    'sstable-files': { why: 'timed-out' },
  });
});

const optionsTold =
  'Picked up JAVA_TOOL_OPTIONS: -Djavax.net.ssl.keyStorePassword=hush -Dstore=hush\n';

test.each([
  [
    'its last line, not the options that Java repeats',
    `${optionsTold}Error: no such VM\n`,
    'Error: no such VM',
  ],
  [
    'no option of a command that is repeated',
    'sudo: java -Dpass=hush: no\n',
    'sudo: java -Dpass=*** no',
  ],
  ['its exit code alone where it says no more', optionsTold, 'java: exit code 1'],
])('of a Java that fails is told: %s', async (_, stderr, detail) => {
  const { answers, unreadable } = asked([
    ['-version', exited('', 1, stderr)],
    ...healthy.filter(([words]) => words !== '-version'),
  ]);
  const { 'java-version': java } = await answers;
  expect(java).toMatchObject({ why: 'failed', detail });
  expect(JSON.stringify([java, unreadable])).not.toContain('hush');
});

test('of words that are no version of Java none is told, not even to the debug log', async () => {
  const { answers, unreadable } = asked([
    ['-version', exited('', 0, optionsTold)],
    ...healthy.filter(([words]) => words !== '-version'),
  ]);
  const { 'java-version': java } = await answers;
  expect(java).toMatchObject({ why: 'unreadable', detail: 'no version is printed: ""' });
  expect(JSON.stringify([java, unreadable])).not.toContain('hush');
});

const gone = (path: string) => `find: ‘${path}’: No such file or directory\n`;
const sstables = '/data1/app/events/nb-1-big-Data.db\n';

test.each([
  ['a file that went while it was read', gone('/data1/app/events/nb-2-big-Data.db'), 1, 'seen'],
  [
    'two of them, as busybox says it',
    'find: /data1/a: No such file or directory\n'.repeat(2),
    1,
    'seen',
  ],
  ['a data folder that is not there', gone('/data1/'), 1, 'missing'],
  ['another that is not there', gone('/data2'), 1, 'missing'],
  ['a folder that nobody may read', "find: '/data1/app': Permission denied\n", 1, 'missing'],
  ['both', `${gone('/data1/a')}find: '/data1/app': Permission denied\n`, 1, 'missing'],
  ['no word', '', 1, 'missing'],
  ['an end by a signal', gone('/data1/a'), 137, 'missing'],
])('SSTables, with %s', async (_, stderr, code, kind) => {
  const { answers } = asked([['Data.db', exited(sstables, code, stderr)], ...healthy.slice(0, 2)]);
  expect((await answers)['sstable-files']?.kind).toBe(kind);
});

test('of a configuration that is not understood no word is told, not even to the debug log', async () => {
  const secret = '/etc/cassandra/cassandra.yaml:keystore_password: [hush\n';
  const { answers, unreadable } = asked([['cassandra.yaml grep', secret], ...healthy.slice(1)]);
  const { 'config-files': found } = await answers;
  expect(found).toMatchObject({ why: 'unreadable' });
  expect(JSON.stringify([found, unreadable])).not.toContain('hush');
});
