import { expect, test } from 'vitest';
import { parseCassandraYaml } from '../../src/parse/cassandra-yaml.ts';
import { parseConfigFiles } from '../../src/parse/config-files.ts';
import { parseJavaVersion } from '../../src/parse/java-version.ts';
import { parseSSTableFiles } from '../../src/parse/sstable-files.ts';
import { valueOf } from './parsers.ts';

const yaml = `# head
cluster_name: 'a lab'   # why
seed_provider:
    # in between
    - class_name: Simple
      parameters:
          - seeds: "10.0.0.1"

auto_snapshot: off
initial_token:
listen_address: &here 10.0.0.1
rpc_address: *here
note: |
  two
  lines
# tail
`;

test('settings have their lines, and values as YAML 1.1 reads them', () => {
  const { settings, text } = valueOf(parseCassandraYaml(yaml));
  expect(settings.map(({ name, line, value }) => [name, line, value])).toEqual([
    ['cluster_name', 2, 'a lab'],
    ['seed_provider', 3, [{ class_name: 'Simple', parameters: [{ seeds: '10.0.0.1' }] }]],
    ['auto_snapshot', 9, false],
    ['initial_token', 10, null],
    ['listen_address', 11, '10.0.0.1'],
    ['rpc_address', 12, '10.0.0.1'],
    ['note', 13, 'two\nlines\n'],
  ]);
  const linesOf = (name: string) => {
    const found = settings.find((each) => each.name === name);
    return found && text.slice(found.from, found.to);
  };
  expect(linesOf('cluster_name')).toBe("cluster_name: 'a lab'   # why\n");
  expect(linesOf('seed_provider')?.split('\n')).toHaveLength(6);
  expect(linesOf('initial_token')).toBe('initial_token:\n');
  expect(linesOf('note')).toBe('note: |\n  two\n  lines\n');
});

test('a name that is there twice stays twice; line ends of Windows and a missing last one do no harm', () => {
  const { settings, text } = valueOf(parseCassandraYaml('a: 1\r\na: 2\r\nb: 3'));
  expect(settings.map(({ name, from, to }) => [name, text.slice(from, to)])).toEqual([
    ['a', 'a: 1\r\n'],
    ['a', 'a: 2\r\n'],
    ['b', 'b: 3'],
  ]);
});

test.each([
  ['a: [1, 2\nb: 3\n', /^line \d+: /],
  ['{a: 1}\n', /^it is not a list of name: value lines$/],
  ['- a\n', /^it is not a list/],
  ['', /^it is not a list/],
  ['? [a, b]\n: 1\n', /^a name is not one word$/],
])('%j is not understood, and no word of it is told', (text, why) => {
  const parsed = parseCassandraYaml(text);
  expect(parsed).toMatchObject({ kind: 'unreadable', line: '' });
  expect(parsed.kind === 'unreadable' && parsed.why).toMatch(why);
});

test('aliases that grow without end are given up', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i += 1) {
    lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
  }
  expect(parseCassandraYaml(`${lines.join('\n')}\n`)).toMatchObject({
    why: 'aliases lead nowhere, or to far too much',
  });
});

test('files come line by line, whatever stands in them', () => {
  const text = [
    '/etc/c/cassandra.yaml:cluster_name: lab',
    '/etc/c/cassandra.yaml:# x/jvm.options:y',
    '/etc/c/jvm17-server.options:-Xmx8G',
    '/etc/c/cassandra-env.sh:A=b:c',
    '',
  ].join('\n');
  const { yaml: found, others } = valueOf(parseConfigFiles(text));
  expect(found.text).toBe('cluster_name: lab\n# x/jvm.options:y\n');
  expect(others).toEqual([
    { name: 'jvm17-server.options', text: '-Xmx8G\n' },
    { name: 'cassandra-env.sh', text: 'A=b:c\n' },
  ]);
});

test.each([
  ['/etc/c/jvm.options:-Xmx8G\n', 'there is no cassandra.yaml in the folder'],
  ['Binary file /etc/c/cassandra.yaml matches\n', /no file that was asked for/],
  ['/etc/c/cassandra.yaml:password: [oh\n', /^cassandra\.yaml: line \d+: [A-Z_]+$/],
])('%j is not understood, and no word of it is told', (text, why) => {
  const parsed = parseConfigFiles(text);
  expect(parsed).toMatchObject({ kind: 'unreadable', line: '' });
  expect(parsed.kind === 'unreadable' && parsed.why).toMatch(why);
});

test.each([
  ['openjdk version "17.0.9" 2023-10-17\nOpenJDK ...\n', 17, undefined, '17.0.9'],
  ['Picked up JAVA_TOOL_OPTIONS: -Da=b\njava version "1.8.0_392"\n', 8, 392, '1.8.0_392'],
  ['openjdk version "21" 2023-09-19\n', 21, undefined, '21'],
  ['openjdk version "11.0.20.1" 2023-08-24\n', 11, undefined, '11.0.20.1'],
])('%j is Java %i', (text, major, update, version) => {
  expect(valueOf(parseJavaVersion(text))).toEqual({ major, update, text: version });
});

test.each(['', 'command not found\n', 'java version "none"\n'])('%j is no Java', (text) => {
  expect(parseJavaVersion(text).kind).toBe('unreadable');
});

test('SSTables of every naming, alike ones together', () => {
  const paths = [
    '/d/shop/orders-1a/nb-1-big-Data.db',
    '/d/shop/orders-1a/nb-2-big-Data.db',
    '/d/shop/orders-1a/nb-3gya_0qiw_1qt3w2gzh3gyzjcm9z-big-Data.db',
    '/d/shop/orders-1a/da-1-bti-Data.db',
    '/d/shop/orders-1a/shop-orders-ka-7-Data.db',
  ];
  expect(valueOf(parseSSTableFiles(`${paths.join('\n')}\n`)).versions).toEqual([
    { version: 'nb', format: 'big', count: 3, example: paths[0] },
    { version: 'da', format: 'bti', count: 1, example: paths[3] },
    { version: 'ka', format: 'big', count: 1, example: paths[4] },
  ]);
  expect(valueOf(parseSSTableFiles('')).versions).toEqual([]);
  expect(parseSSTableFiles('/d/odd-Data.db\n')).toMatchObject({ line: '/d/odd-Data.db' });
});
