import { describe, expect, test } from 'vitest';
import { parseInventory } from '../../src/config/inventory.ts';

const path = '/etc/rw/ringward.yaml';
const parse = (text: string) => parseInventory(`cluster: c\n${text}\n`, path);
const nodeOf = (text: string) => {
  const [node] = parse(text).nodes;
  if (!node) throw new Error('no node');
  return node;
};

describe('transport: ssh', () => {
  test('says how a node is reached; its own values go before those for all', () => {
    const { nodes, transport } = parse(
      `transport: ssh
ssh: {user: ops, port: 2222, identityFile: keys/id, jump: [ops@bastion:22, inner], knownHosts: /k h}
nodes: [10.0.0.1, {address: 10.0.0.2, ssh: {host: db2.example.org, port: 22, user: root}}]`,
    );
    expect(transport).toBe('ssh');
    const all = {
      kind: 'ssh',
      identityFile: '/etc/rw/keys/id',
      jump: ['ops@bastion:22', 'inner'],
      knownHosts: '/k h',
    };
    expect(nodes.map(({ reach }) => reach)).toEqual([
      { ...all, host: '10.0.0.1', user: 'ops', port: 2222 },
      { ...all, host: 'db2.example.org', user: 'root', port: 22 },
    ]);
  });

  test('nodetool and JMX are asked on the node itself', () => {
    const node = nodeOf('transport: ssh\nnodes: [10.0.0.1]');
    expect(node.nodetool).toEqual(['nodetool', '-p', '7199']);
    expect(node.jmx?.proxyCommand?.slice(-4)).toEqual([
      '-W',
      '127.0.0.1:{jmxPort}',
      '--',
      '10.0.0.1',
    ]);
    const other = nodeOf('transport: ssh\nnodes: [{address: 10.0.0.1, jmxAddress: "::1"}]');
    expect(other.jmx?.proxyCommand).toContain('[::1]:{jmxPort}');
    const own = nodeOf('transport: ssh\njmx: {proxyCommand: [nc, "{jmxPort}"]}\nnodes: [10.0.0.1]');
    expect(own.jmx?.proxyCommand).toEqual(['nc', '{jmxPort}']);
  });

  test('sudo goes before the commands that are named, and no others', () => {
    const { commands } = nodeOf(
      `transport: ssh
ssh: {sudo: [stop, start]}
commands: {stop: [systemctl, stop, c], start: [systemctl, start, c], running: [pgrep, c]}
nodes: [10.0.0.1]`,
    );
    expect(commands).toEqual({
      stop: ['sudo', '-n', '--', 'systemctl', 'stop', 'c'],
      start: ['sudo', '-n', '--', 'systemctl', 'start', 'c'],
      running: ['pgrep', 'c'],
    });
  });
});

test('transport: docker and kubectl: which container, which pod', () => {
  const docker = nodeOf('transport: docker\ndocker: {container: "c-{address}"}\nnodes: [10.0.0.1]');
  expect(docker.reach).toEqual({ kind: 'docker', container: 'c-10.0.0.1' });
  expect(docker.jmx).toBeUndefined();
  const pod = nodeOf(
    `transport: kubectl
kubectl: {context: prod, namespace: data, container: cassandra}
nodes: [{address: 10.0.0.1, kubectl: {pod: dc1-0}}]`,
  );
  expect(pod.reach).toEqual({
    kind: 'kubectl',
    context: 'prod',
    namespace: 'data',
    pod: 'dc1-0',
    container: 'cassandra',
  });
});

test('lockDir: where the lock of a node is', () => {
  const node = nodeOf('lockDir: "{home}/locks"\nnodes: [{address: 10.0.0.1, home: /n1}]');
  expect(node.lockDir).toBe('/n1/locks');
  expect(nodeOf('nodes: [10.0.0.1]').lockDir).toBeUndefined();
});

test.each([
  ['transport: shh\nnodes: [10.0.0.1]', /2:12: transport: "shh" is not known/],
  ['ssh: {user: a}\nnodes: [10.0.0.1]', /2:6: ssh: is read with transport: ssh alone/],
  ['transport: docker\nssh: {user: a}\nnodes: [10.0.0.1]', /3:6: ssh: .* here it is docker/],
  ['transport: docker\nnodes: [10.0.0.1]', /3:9: transport docker: it is not said which container/],
  ['transport: kubectl\nnodes: [10.0.0.1]', /it is not said which pod this node is/],
  [
    'transport: ssh\nssh: {host: -oProxyCommand=x}\nnodes: [10.0.0.1]',
    /ssh\.host: .* is not a name/,
  ],
  [
    'transport: ssh\nssh: {jump: ["-J"]}\nnodes: [10.0.0.1]',
    /ssh\.jump: "-J" is not \[user@\]host/,
  ],
  ['transport: ssh\nssh: {sudo: [rm]}\nnodes: [10.0.0.1]', /ssh\.sudo: "rm" is not known/],
  ['transport: ssh\nssh: {port: 0}\nnodes: [10.0.0.1]', /ssh\.port: "0" is not a whole number/],
  ["transport: ssh\nssh: {knownHosts: 'a\"b'}\nnodes: [10.0.0.1]", /ssh\.knownHosts: .* a path/],
  [
    'transport: ssh\ncommands: {running: [pgrep, -f, CassandraDaemon]}\nnodes: [10.0.0.1]',
    /commands\.running: pgrep -f finds the shell/,
  ],
  [
    'transport: ssh\nssh: {sudo: [stop]}\ncommands: {stop: [/usr/bin/pkill, -9f, x]}\nnodes: [10.0.0.1]',
    /commands\.stop: \/usr\/bin\/pkill -f finds the shell/,
  ],
  [
    'transport: ssh\nssh: {sudo: [running]}\ncommands: {running: [pgrep, -F, p]}\nnodes: [10.0.0.1]',
    /commands\.running: sudo that may not ends with 1/,
  ],
  [
    'transport: ssh\nssh: {host: db}\nnodes: [10.0.0.1, 10.0.0.2]',
    /10\.0\.0\.1 and 10\.0\.0\.2 are reached on one machine by the same commands/,
  ],
  ['lockDir: locks\nnodes: [10.0.0.1]', /lockDir: "locks" is not an absolute path/],
  ['lockDir: "{home}"\nnodes: [10.0.0.1]', /10\.0\.0\.1 has no home/],
])('%j is refused', (text, says) => {
  expect(() => parse(text)).toThrow(says);
});

test('what finds no shell is let through, and so is one machine with commands that name the node', () => {
  const commands = 'commands: {running: [pgrep, -F, p], stop: [pkill, -f, "[C]assandra"]}';
  expect(() => parse(`transport: ssh\n${commands}\nnodes: [10.0.0.1]`)).not.toThrow();
  expect(() => parse('commands: {running: [pgrep, -f, x]}\nnodes: [10.0.0.1]')).not.toThrow();
  const named = 'nodetool: [nodetool, -h, "{address}"]\nnodes: [10.0.0.1, 10.0.0.2]';
  expect(() => parse(`transport: ssh\nssh: {host: db}\n${named}`)).not.toThrow();
});

describe('an ssh within ssh', () => {
  const stop = '{stop: [/usr/bin/ssh, "{address}", systemctl, stop, c]}';
  const told = 'with transport: ssh it is run on the node, so this ssh would lead on from there';

  test.each([
    [`commands: ${stop}\nnodes: [10.0.0.1]`, 'commands.stop'],
    [`nodes:\n  - address: 10.0.0.1\n    commands: ${stop}`, 'commands.stop'],
    ['nodetool: [ssh, "{address}", nodetool]\nnodes: [10.0.0.1]', 'nodetool'],
    ['nodes:\n  - {address: 10.0.0.1, nodetool: [ssh, h, nodetool]}', 'nodetool'],
  ])('is refused: %j', (text, what) => {
    expect(() => parse(`transport: ssh\n${text}`)).toThrow(`${what}: ${told}`);
  });

  test('is what transport: local is for, and leads on to a balancer from a node', () => {
    expect(nodeOf(`commands: ${stop}\nnodes: [10.0.0.1]`).commands.stop?.[0]).toBe('/usr/bin/ssh');
    const quiesce = 'commands: {quiesce: [ssh, balancer, drain, "{address}"]}\nnodes: [10.0.0.1]';
    expect(nodeOf(`transport: ssh\n${quiesce}`).commands.quiesce?.[1]).toBe('balancer');
  });
});
