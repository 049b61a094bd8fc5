import { expect, test } from 'vitest';
import { simulatedLabState } from '../../src/cli/simulated-lab.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { simulatedLab } from './simulated-lab.ts';

const [network, name] = ['127.0.77', 'ringward-simulated'];

/** Six nodes in three racks, with a keyspace of clients. */
function sixNodes(faults: readonly Fault[] = []) {
  return ({ at }: ClusterState): ClusterState => {
    const wish = { version: '4.1.10', nodes: 6, racks: 3, network, name, seed: 1 };
    const state = simulatedLabState(wish, at);
    const replication = { kind: 'network', rfByDc: { dc1: 3 } } as const;
    const app = { name: 'app', replication, tables: ['events'] };
    return { ...state, keyspaces: [...state.keyspaces, app], faults };
  };
}

const stopsOf = (lab: Awaited<ReturnType<typeof simulatedLab>>) =>
  lab.nodes().map(({ stops }) => stops);

test('restart --parallel rack: in waves, told as such by report and status', async () => {
  const lab = await simulatedLab({ cluster: sixNodes() });
  const ended = await lab.mustRun('restart --parallel rack --yes');
  expect(stopsOf(lab)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(ended.out).toContain('\n  wave 4: 127.0.77.5  dc1/rack3  from 4.1.10: done');
  expect(ended.out).toContain('6/6 nodes done, complete');
  const status = await lab.here('upgrade status --format json');
  const { nodes } = JSON.parse(status.out) as { nodes: readonly { wave: number }[] };
  expect(nodes.map(({ wave }) => wave)).toEqual([1, 2, 3, 3, 4, 4]);
});

test('two that do not start are named by the run, by status, and to whoever begins another run', async () => {
  const faults = ['127.0.77.3', '127.0.77.4'].map((node) => ({
    ...({ kind: 'dies-starting', log: 'ERROR out of luck' } as const),
    ...{ node, times: 1 },
  }));
  const lab = await simulatedLab({ cluster: sixNodes(faults) });
  await lab.here('upgrade plan --playbook rolling-restart --parallel 2');
  const failed = await lab.run('upgrade run plan.json --yes');
  expect(failed.code).toBe(4);
  expect(failed.err).toMatch(/127\.0\.77\.3: await-return: .*127\.0\.77\.4: await-return: /);
  const both = /127\.0\.77\.3 is part-way \(in await-return\), 127\.0\.77\.4 is part-way/;
  const status = await lab.runHere('upgrade status');
  expect([status.code, status.out]).toEqual([4, expect.stringMatching(both)]);
  const other = await lab.runHere('restart --yes');
  expect([other.code, other.err]).toEqual([
    4,
    expect.stringMatching(
      /127\.0\.77\.4 is part-way \(in await-return\) since run \S+, and 127\.0\.77\.3 is not answering, 127\.0\.77\.4 is not answering now; no other run was begun/,
    ),
  ]);
  await lab.mustRun('upgrade resume');
  expect(stopsOf(lab)).toEqual([1, 1, 1, 1, 1, 1]);
});

test.each(['1', '0', 'racks', '2.5', '-3'])('--parallel %s is an error of usage', async (value) => {
  const lab = await simulatedLab();
  const ended = await lab.runHere(`upgrade plan --playbook rolling-restart --parallel ${value}`);
  expect([ended.code, ended.err]).toEqual([2, expect.stringContaining('--parallel')]);
});

test('where nothing but keyspaces of Cassandra is replicated, no wave is planned', async () => {
  const lab = await simulatedLab();
  const ended = await lab.runHere('restart --parallel rack --yes');
  expect([ended.code, ended.err]).toEqual([
    3,
    expect.stringContaining('nothing says which nodes may be down together'),
  ]);
  expect(stopsOf(lab)).toEqual([0, 0, 0]);
});
