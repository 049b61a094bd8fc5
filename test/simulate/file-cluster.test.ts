import { expect, test } from 'vitest';
import { startNode, stopNode } from '../../src/simulate/act.ts';
import {
  clusterFileText,
  fileCluster,
  readClusterFile,
  type ClusterFile,
} from '../../src/simulate/file-cluster.ts';
import { lifeAt } from '../../src/simulate/life.ts';
import type { ClusterState, SimulatedNode } from '../../src/simulate/state.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { clusterOf, start } from './simulated.ts';

const path = '/lab/cluster.json';

function fileOf(state: ClusterState = clusterOf()): ClusterFile {
  const pace = { factor: 60, realAt: 0, simulatedAt: start };
  return { format: 1, kind: 'ringward-simulated-cluster', pace, state };
}

/** Two processes of one machine, which see the same file. */
async function twoProcesses(file = fileOf()) {
  const files = memoryFiles({ [path]: clusterFileText(file) });
  const clock = fakeClock(0);
  let last: Promise<unknown> = Promise.resolve();
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  const open = () => fileCluster(path, { files, clock, exclusively });
  return { files, clock, one: await open(), other: await open() };
}

const stop = (address: string) => (state: ClusterState, now: number) =>
  stopNode(state, nodeIn(state, address), now);

function nodeIn({ nodes }: ClusterState, address: string): SimulatedNode {
  const node = nodes.find((each) => each.address === address);
  if (!node) throw new Error(address);
  return node;
}

test('what one process does another sees', async () => {
  const { one, other, clock } = await twoProcesses();
  await one.update(stop('10.0.0.2'));
  expect(one.node('10.0.0.2')?.stops).toBe(1);
  clock.advance(10);
  await other.refresh();
  expect(other.node('10.0.0.2')?.stops).toBe(1);
});

test('changes of two processes at once are both kept', async () => {
  const { one, other, files } = await twoProcesses();
  await Promise.all([
    one.update(stop('10.0.0.1')),
    other.update(stop('10.0.0.2')),
    one.update(stop('10.0.0.3')),
  ]);
  const { state } = await readClusterFile(path, files);
  expect(state.nodes.map(({ stops }) => stops)).toEqual([1, 1, 1]);
});

test('time goes on whether anybody looks or not', async () => {
  const { one, other, clock } = await twoProcesses();
  const stopped = await one.update(stop('10.0.0.1'));
  await one.clock.sleep((stopped.overAt ?? 0) - one.clock.now());
  await one.update((state, now) => startNode(state, nodeIn(state, '10.0.0.1'), now));
  clock.advance(1_000);
  await other.refresh();
  const now = other.clock.now();
  const node = other.node('10.0.0.1');
  expect((node && lifeAt(node, now)?.cqlAt) ?? Infinity).toBeLessThanOrEqual(now);
});

test('a node that was to die is dead when somebody looks', async () => {
  const faults = [{ kind: 'dies', node: '10.0.0.3', at: start + 60_000 } as const];
  const { one, clock } = await twoProcesses(fileOf({ ...clusterOf(), faults }));
  expect(one.node('10.0.0.3')?.stops).toBe(0);
  clock.advance(1_000);
  expect(one.node('10.0.0.3')?.stops).toBe(1);
});

test('what changes nothing writes nothing', async () => {
  const { one, files } = await twoProcesses();
  files.failOn(/cluster/);
  await expect(one.update((state) => ({ state }))).resolves.toBeDefined();
  await expect(one.update(stop('10.0.0.1'))).rejects.toThrow('ENOSPC');
});

test.each([
  ['no file', undefined, 'there is no simulated cluster'],
  ['half a file', '{"format":1,', 'no simulated cluster of this version'],
  ['another format', '{"format":2,"kind":"ringward-simulated-cluster"}', 'of this version'],
  ['something else', 'null', 'no simulated cluster of this version'],
])('%s is an error with its path', async (_, text, message) => {
  const files = memoryFiles(text === undefined ? {} : { [path]: text });
  await expect(readClusterFile(path, files)).rejects.toThrow(`${path}: `);
  await expect(readClusterFile(path, files)).rejects.toThrow(message);
});
