import { expect, test } from 'vitest';
import { inventoryCandidates } from '../../src/config/inventory-candidates.ts';
import { defaultInventory, parseInventory } from '../../src/config/inventory.ts';
import { labLimits, productionLimits } from '../../src/model/limits.ts';

const path = '/etc/ringward/ringward.yaml';
const parse = (text: string, env?: Record<string, string>) => parseInventory(text, path, env);

const base = 'cluster: p\nnodes: [10.0.0.1]\n';

const full = `
cluster: lab
limits: lab
cql:
  port: 9142
  user: ops
  passwordFrom: {file: secrets/cql}
  tls: {ca: ca.pem, cert: /abs/cert.pem, key: key.pem, serverName: node}
jmx:
  port: 7299
  user: monitor
  passwordFrom: {file: /node/jmx.pw}
  tls: true
commands:
  stop: [./bin/ctl, stop, '{home}']
  start: [systemctl, start, 'cassandra@{address}']
consistency:
  default: [QUORUM, SERIAL]
  shop: ONE
nodes:
  - 10.0.0.1
  - address: 10.0.0.2
    cqlAddress: db2.example.org
    cqlPort: 9999
    jmxPort: 7300
    home: nodes/2
    commands: {start: [other, '{version}']}
`;

test('reads an inventory with everything in it', () => {
  const inventory = parse(full.replace('  - 10.0.0.1\n', '  - {address: 10.0.0.1, home: /n/1}\n'));
  expect(inventory).toEqual({
    cluster: 'lab',
    via: 'auto',
    jmx: { user: 'monitor', passwordFile: '/node/jmx.pw' },
    path,
    transport: 'local',
    limits: labLimits,
    consistency: { default: ['QUORUM', 'SERIAL'], shop: ['ONE'] },
    cql: {
      user: 'ops',
      passwordFrom: { file: '/etc/ringward/secrets/cql' },
      tls: {
        ca: '/etc/ringward/ca.pem',
        cert: '/abs/cert.pem',
        key: '/etc/ringward/key.pem',
        serverName: 'node',
      },
    },
    nodes: [
      {
        address: '10.0.0.1',
        cqlAddress: '10.0.0.1',
        cqlPort: 9142,
        home: '/n/1',
        nodetool: [
          ...['nodetool', '-h', '10.0.0.1', '-p', '7299'],
          ...['-u', 'monitor', '-pwf', '/node/jmx.pw', '--ssl'],
        ],
        commands: {
          stop: ['/etc/ringward/bin/ctl', 'stop', '{home}'],
          start: ['systemctl', 'start', 'cassandra@{address}'],
        },
      },
      {
        address: '10.0.0.2',
        cqlAddress: 'db2.example.org',
        cqlPort: 9999,
        home: '/etc/ringward/nodes/2',
        nodetool: [
          ...['nodetool', '-h', '10.0.0.2', '-p', '7300'],
          ...['-u', 'monitor', '-pwf', '/node/jmx.pw', '--ssl'],
        ],
        commands: {
          stop: ['/etc/ringward/bin/ctl', 'stop', '{home}'],
          start: ['other', '{version}'],
        },
      },
    ],
  });
});

test('the smallest inventory has the documented defaults', () => {
  expect(parse('cluster: prod\nnodes: [10.0.0.1]\n')).toEqual({
    ...defaultInventory(),
    cluster: 'prod',
    path,
    nodes: [
      {
        address: '10.0.0.1',
        cqlAddress: '10.0.0.1',
        cqlPort: 9042,
        jmx: { host: '10.0.0.1', port: 7199 },
        nodetool: ['nodetool', '-h', '10.0.0.1', '-p', '7199'],
        commands: {},
      },
    ],
  });
});

test('a key with nothing behind it is the same as no key', () => {
  expect(parse('cluster: p\ncql:\nlimits:\nnodes: [10.0.0.1]').limits).toBe(productionLimits);
});

test('a nodetool of its own is used as written, for all nodes or for one', () => {
  const { nodes } = parse(
    `cluster: p
nodetool: [ssh, '{address}', nodetool, -p, '{jmxPort}']
nodes: [10.0.0.1, {address: 10.0.0.2, home: h, nodetool: [./nodetool, '{home}']}]`,
  );
  expect(nodes.map((node) => node.nodetool)).toEqual([
    ['ssh', '10.0.0.1', 'nodetool', '-p', '7199'],
    ['/etc/ringward/nodetool', '/etc/ringward/h'],
  ]);
});

const places = (yaml: string) =>
  parse(`cluster: p\n${yaml}`).nodes.map(({ jmx }) => jmx && `${jmx.host}:${jmx.port}`);

test('JMX is asked where nodetool would ask it, or where it is declared', () => {
  const own = 'nodetool: [ssh, "{address}", nodetool]\n';
  expect(places('nodes: [10.0.0.1]')).toEqual(['10.0.0.1:7199']);
  expect(places(`${own}nodes: [10.0.0.1]`)).toEqual([undefined]);
  expect(places(`${own}jmx: {port: 7200}\nnodes: [10.0.0.1]`)).toEqual(['10.0.0.1:7200']);
  const one = 'nodes: [10.0.0.1, {address: 10.0.0.2, nodetool: [nt2]}, ';
  expect(places(`${one}{address: 10.0.0.3, nodetool: [nt], jmxAddress: db3, jmxPort: 9}]`)).toEqual(
    ['10.0.0.1:7199', undefined, 'db3:9'],
  );
});

test('with TLS it is asked only where there is a certificate to check against', () => {
  expect(places('jmx: {tls: true}\nnodes: [10.0.0.1]')).toEqual([undefined]);
  const withCa = 'cluster: p\njmx: {tls: {ca: ca.pem}}\nvia: jmx\nnodes: [10.0.0.1]';
  const { jmx, nodes, via } = parse(withCa);
  expect({ jmx, via }).toEqual({ jmx: { tls: { ca: '/etc/ringward/ca.pem' } }, via: 'jmx' });
  expect(nodes[0]?.jmx).toEqual({ host: '10.0.0.1', port: 7199 });
  expect(nodes[0]?.nodetool).toContain('--ssl');
});

test('a way to JMX is a command of which the port alone is left open', () => {
  const way = 'jmx: {proxyCommand: [ssh, -W, "127.0.0.1:{jmxPort}", "{address}"]}';
  const own = 'nodetool: [ssh, "{address}", nodetool]';
  expect(parse(`cluster: p\n${own}\n${way}\nnodes: [10.0.0.1]`).nodes[0]?.jmx).toEqual({
    host: '10.0.0.1',
    port: 7199,
    proxyCommand: ['ssh', '-W', '127.0.0.1:{jmxPort}', '10.0.0.1'],
  });
  const home = 'jmx: {proxyCommand: ["{home}/to-jmx", "{jmxPort}"]}';
  expect(() => parse(`cluster: p\n${home}\nnodes: [10.0.0.1]`)).toThrow(/has no home/);
});

test('single limits are changed by key and the set is then called custom', () => {
  const changes = 'limits: {set: lab, stallAfter: 1.5m, ioPeerRatio: 4, poll: 500ms}';
  expect(parse(base + changes).limits).toEqual({
    ...labLimits,
    set: 'custom',
    stallAfterMs: 90_000,
    ioPeerRatio: 4,
    pollMs: 500,
  });
  expect(parse(`${base}limits: {set: lab}`).limits).toBe(labLimits);
});

test('aliases may be used', () => {
  const text = `cluster: p
nodes: [{address: 10.0.0.1, commands: &c {stop: [x]}}, {address: 10.0.0.2, commands: *c}]`;
  expect(parse(text).nodes.map((node) => node.commands.stop)).toEqual([['x'], ['x']]);
});

test('an IPv6 address is kept as Cassandra prints it, however it is written', () => {
  expect(parse('cluster: p\nnodes: ["2001:DB8::01"]').nodes[0]?.address).toBe(
    '2001:db8:0:0:0:0:0:1',
  );
});

test('is looked for in the folder and in every parent, nearest first', () => {
  expect(inventoryCandidates('/a/b')).toEqual([
    '/a/b/ringward.yaml',
    '/a/ringward.yaml',
    '/ringward.yaml',
  ]);
});

test.each([
  ['transport: local', 'local'],
  ['transport: { simulated: cluster.json }', { simulated: '/etc/ringward/cluster.json' }],
  ['transport: { simulated: /abs/cluster.json }', { simulated: '/abs/cluster.json' }],
])('%s', (line, transport) => {
  expect(parse(`cluster: p\n${line}\nnodes: [10.0.0.1]\n`).transport).toEqual(transport);
});

test('the commands of a simulated lab are its own, its log among them', () => {
  const log = `[ringward, lab, exec, --dir, /lab, '{address}', log]`;
  const lines = ['cluster: p', 'transport: {simulated: c.json}', 'nodes: [10.0.0.1]'];
  const { nodes } = parse([...lines, `commands: {log: ${log}, stop: [my-stop]}`].join('\n'));
  expect(nodes[0]?.commands.log?.at(-1)).toBe('log');
});
