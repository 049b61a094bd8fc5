import { expect, test } from 'vitest';
import { adviceLine, logOf, nodetoolOn, ringwardAgain, startOf } from '../../src/model/advice.ts';
import type { NodeCommands } from '../../src/model/inventory.ts';

const address = '10.0.0.1';

function nodeWith(nodetool: readonly string[], commands: NodeCommands = {}) {
  return () => ({ address, home: '/c 1', nodetool, commands });
}

function lineOf(call: readonly string[] | undefined, ...args: readonly string[]): string {
  return adviceLine(nodetoolOn(address, ...args), call ? nodeWith(call) : () => undefined).text;
}

test.each([
  [['nodetool', '-h', '10.0.0.1', '-p', '7199'], 'nodetool -h 10.0.0.1 -p 7199 tpstats'],
  [['ssh', 'ops@10.0.0.1', 'nodetool'], 'ssh ops@10.0.0.1 nodetool tpstats'],
  [["/opt/it's here/nodetool"], "'/opt/it'\\''s here/nodetool' tpstats"],
  [undefined, 'nodetool -h 10.0.0.1 tpstats'],
])('nodetool is called as the inventory calls it: %j', (call, expected) => {
  expect(lineOf(call, 'tpstats')).toBe(expected);
});

test('a word that a shell would change is quoted', () => {
  expect(lineOf(['nodetool'], 'enableautocompaction', '$(id)', 'a b')).toBe(
    "nodetool enableautocompaction '$(id)' 'a b'",
  );
});

test.each(['-pw', '--password'])('a password after %s is not shown', (flag) => {
  expect(lineOf(['nodetool', '-u', 'ops', flag, 'hunter2'], 'info')).not.toContain('hunter2');
});

test('a sentence stays a sentence', () => {
  expect(adviceLine('read the log', nodeWith(['x']))).toEqual({
    text: 'read the log',
    isCall: false,
  });
});

test('a call of Ringward names the inventory as the operator did', () => {
  const own = ringwardAgain('health', '--for', '10m');
  const plain = { text: 'ringward health --for 10m', isCall: true };
  expect(adviceLine(own, nodeWith(['x']))).toEqual(plain);
  const named = adviceLine(own, nodeWith(['x']), { inventory: 'my lab.yaml' });
  expect(named.text).toBe("ringward health --for 10m --inventory 'my lab.yaml'");
});

test('the log and the start of a node are the commands that the inventory declares', () => {
  const node = nodeWith(['nt'], {
    start: ['ssh', '{address}', 'sudo', 'systemctl', 'start', 'cassandra'],
    log: ['tail', '-n', '50', '{home}/logs/system.log'],
  });
  expect([startOf(address), logOf(address)].map((advice) => adviceLine(advice, node))).toEqual([
    { text: 'ssh 10.0.0.1 sudo systemctl start cassandra', isCall: true },
    { text: "tail -n 50 '/c 1/logs/system.log'", isCall: true },
  ]);
});

test.each([nodeWith(['nt']), () => undefined])(
  'where none is declared it is said what is usual, and on which node',
  (node) => {
    expect([startOf(address), logOf(address)].map((advice) => adviceLine(advice, node))).toEqual([
      {
        text: 'on 10.0.0.1, if it does not run: sudo systemctl start cassandra',
        isCall: false,
      },
      {
        text: 'on 10.0.0.1: tail -n 50 /var/log/cassandra/system.log',
        isCall: false,
      },
    ]);
  },
);
