import { expect, test } from 'vitest';
import { parseInventory } from '../../src/config/inventory.ts';
import { ConfigError } from '../../src/model/errors.ts';

const parse = (text: string) => parseInventory(`cluster: p\n${text}`, '/etc/r/ringward.yaml');

test('where the files of each node are, with all filled in', () => {
  const { nodes } = parse(`
files:
  config: '{home}/conf'
  data: [/data1, '/data/{address}']
  java: '{home}/jre/bin/java'
  through: [ssh, 'ops@{address}']
nodes:
  - {address: 10.0.0.1, home: /n1}
  - {address: 10.0.0.2, home: /n2, files: {config: /etc/c, data: /d, through: [./jump, '{address}']}}
`);
  expect(nodes.map(({ files }) => files)).toEqual([
    {
      config: '/n1/conf',
      data: ['/data1', '/data/10.0.0.1'],
      java: '/n1/jre/bin/java',
      through: ['ssh', 'ops@10.0.0.1'],
    },
    { config: '/etc/c', data: ['/d'], java: 'java', through: ['/etc/r/jump', '10.0.0.2'] },
  ]);
});

test('nothing is said of files unless it is written', () => {
  expect(parse('nodes: [10.0.0.1]').nodes[0]).not.toHaveProperty('files');
  expect(parse('files: {config: /c}\nnodes: [10.0.0.1]').nodes[0]?.files).toEqual({
    config: '/c',
    java: 'java',
    through: [],
  });
});

test.each([
  ['files: {java: x}\nnodes: [10.0.0.1]', '2:8: files.config is missing'],
  ['files: {config: etc}\nnodes: [10.0.0.1]', '2:17: files.config: "etc" is not absolute'],
  ['files: {config: "/{version}"}\nnodes: [10.0.0.1]', 'unknown placeholder {version}'],
  ['files: {config: /c, through: [ssh, "{host}"]}\nnodes: [10.0.0.1]', 'placeholder {host}'],
  ['files: {conf: /c}\nnodes: [10.0.0.1]', 'files: unknown key "conf"'],
  ['files: {config: "{home}/c"}\nnodes: [10.0.0.1]', '10.0.0.1 has no home'],
  ['files: {config: /c}\nnodes: [10.0.0.1, 10.0.0.2]', 'the same place for 10.0.0.1 and 10.0.0.2'],
  [
    'transport: {simulated: c.json}\nfiles: {config: /c}\nnodes: [10.0.0.1]',
    '3:8: files: simulated nodes have none',
  ],
])('%j is refused', (text, message) => {
  expect(() => parse(text)).toThrow(ConfigError);
  expect(() => parse(text)).toThrow(message);
});
