import { expect, test } from 'vitest';
import { errorOf, parse } from './inventory-error.ts';

const first = 'the first is at /etc/ringward/ringward.yaml:2:9';
const stand = 'the answers of one would stand for both';

test.each([
  // The second node, what of the first it has, what is to be mended.
  ['cqlAddress: 10.0.0.1', 'CQL at 10.0.0.1:9042', 'cqlAddress or cqlPort'],
  ['cqlAddress: "::ffff:10.0.0.1"', 'CQL at 10.0.0.1:9042', 'cqlAddress or cqlPort'],
  ['jmxAddress: 10.0.0.1', 'JMX at 10.0.0.1:7199', 'jmxAddress or jmxPort'],
  [
    'nodetool: [nodetool, -h, 10.0.0.1, -p, "7199"]',
    'the same nodetool call',
    'nodetool, or name {address} or {jmxPort} in it',
  ],
])('two nodes with one place are refused: %s', (own, what, mend) => {
  const text = `cluster: p\nnodes: [10.0.0.1, {address: 10.0.0.2, ${own}}]`;
  expect(errorOf(text)).toBe(
    `2:19: nodes: 10.0.0.1 and 10.0.0.2 are both asked by ${what}: ${stand} | ${first}; give 10.0.0.2 its own ${mend}`,
  );
});

test('names and IPv6 addresses are one place however they are written', () => {
  expect(
    errorOf(
      'cluster: p\nnodes: [{address: 10.0.0.1, cqlAddress: db}, {address: 10.0.0.2, cqlAddress: DB}]',
    ),
  ).toMatch(/^2:46: .*CQL at db:9042/);
  expect(
    errorOf('cluster: p\nnodes: ["2001:db8::1", {address: 10.0.0.2, cqlAddress: "2001:DB8:0::1"}]'),
  ).toMatch(/^2:\d+: .*CQL at \[2001:db8:0:0:0:0:0:1\]:9042/);
});

test('a way to JMX that names no node is one place', () => {
  const text = (way: string) =>
    `cluster: p\njmx: {proxyCommand: [nc, ${way}, "{jmxPort}"]}\nnodes: [10.0.0.1, 10.0.0.2]`;
  expect(errorOf(text('door'))).toMatch(/JMX at port 7199 of the same proxyCommand/);
  expect(errorOf(text('"{address}"'))).toBe('no error');
});

test('one address with several ports is several places, as behind a proxy', () => {
  const { nodes } = parse(
    `cluster: p
nodes:
  - {address: 10.0.0.1, cqlAddress: proxy, cqlPort: 9043, jmxAddress: proxy, jmxPort: 7201}
  - {address: 10.0.0.2, cqlAddress: proxy, cqlPort: 9044, jmxAddress: proxy, jmxPort: 7202}`,
  );
  expect(nodes.map(({ cqlPort, jmx }) => [cqlPort, jmx?.port])).toEqual([
    [9043, 7201],
    [9044, 7202],
  ]);
});
