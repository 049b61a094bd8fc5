import { expect, test } from 'vitest';
import type { InventoryNode } from '../../src/model/inventory.ts';
import type { NodeReach } from '../../src/model/reach.ts';
import { commandProblems } from '../../src/plan/commands.ts';

function nodeAt(address: string, reach?: NodeReach): InventoryNode {
  const commands = { stop: ['systemctl', 'stop', 'c'], running: ['pgrep', '-f', address] };
  const place = { address, cqlAddress: address, cqlPort: 9042, nodetool: ['nodetool'], commands };
  return reach ? { ...place, reach } : place;
}
const ssh = (host: string): NodeReach => ({ kind: 'ssh', host, jump: [] });

test('one command for two nodes: right on two machines, wrong on one', () => {
  const two = ['10.0.0.1', '10.0.0.2'];
  expect(
    commandProblems(
      two.map((address) => nodeAt(address, ssh(address))),
      ['stop'],
    ),
  ).toEqual([]);
  for (const reach of [undefined, ssh('10.0.0.9')]) {
    const problems = commandProblems(
      two.map((address) => nodeAt(address, reach)),
      ['stop'],
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'command "stop" is the same for 10.0.0.1 and 10.0.0.2: it would act on one machine for both',
    ]);
  }
});

test('in containers nothing is rolled; a playbook without acts is no matter', () => {
  const nodes = [nodeAt('10.0.0.1', { kind: 'docker', container: 'c1' })];
  expect(commandProblems(nodes, ['stop']).map(({ message }) => message)).toEqual([
    '10.0.0.1 is reached by docker exec: it is looked at and not rolled, because what stops a node inside its container ends the container',
  ]);
  expect(commandProblems(nodes, ['soak'])).toEqual([]);
});
