import { expect, test } from 'vitest';
import { startLoad } from '../../src/lab/load.ts';
import type { SimulatedCluster } from '../../src/simulate/cluster.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { simulated } from './simulated.ts';

const network = '127.0.0';
const addressOf = (number: number) => `${network}.${number}`;

type World = ReturnType<typeof simulated>;

/** The load of the lab on a simulated cluster of three replicas, with something happening to it. */
async function loadDuring(happens: (world: World) => Promise<void>, faults: readonly Fault[] = []) {
  const world = simulated({ addressOf, keyspaces: [] }, faults);
  const { clock, cql } = world;
  const spec = { dir: '/lab', network, nodeCount: 3, auth: false, tls: false };
  const load = await startLoad(spec, { rate: 50, replicasMs: 90_000 }, fakePorts({ clock, cql }));
  await clock.sleep(5_000);
  await happens(world);
  return { ...world, result: await load.stop() };
}

/** A command of the inventory on a node. */
async function command({ runner, nodes }: World, node: number, name: 'drain' | 'stop' | 'start') {
  const own = nodes.find(({ address }) => address === addressOf(node));
  const argv = name === 'drain' ? [...(own?.nodetool ?? []), 'drain'] : own?.commands[name];
  const ended = await runner.run({ node: addressOf(node), argv: argv ?? [], timeoutMs: 90_000 });
  expect(ended).toMatchObject({ kind: 'exited', code: 0 });
}

async function restart(world: World, node: number) {
  await command(world, node, 'drain');
  await command(world, node, 'stop');
  await world.clock.sleep(30_000);
  await command(world, node, 'start');
  await world.clock.sleep(60_000);
}

const nothingAbsent = { '127.0.0.1': 0, '127.0.0.2': 0, '127.0.0.3': 0 };

test('one node after the other is restarted: nothing fails, and hints bring every row to every replica', async () => {
  const { result, cluster } = await loadDuring(async (world) => {
    for (const node of [1, 2, 3]) await restart(world, node);
  });
  expect(result).toMatchObject({ passed: true, failed: 0, lost: 0, misread: 0 });
  expect(result.acknowledged).toBeGreaterThan(5_000);
  expect(result.readBack).toMatchObject({ quorum: nothingAbsent, all: 0, replicas: nothingAbsent });
  expect(cluster.storage.hints()).toEqual([]);
});

test('while a replica is down its rows wait as hints with the others, and are not on it', async () => {
  const { cluster, result } = await loadDuring(async (world) => {
    await command(world, 2, 'drain');
    await command(world, 2, 'stop');
    await world.clock.sleep(20_000);
  });
  const kept = cluster.storage.hints();
  expect(new Set(kept.map(({ target }) => target))).toEqual(new Set(['127.0.0.2']));
  expect(kept.flatMap(({ rows }) => rows).length).toBeGreaterThan(500);
  // Through the stopped node, at ALL and on the node itself nobody answers: not lost, and not proven.
  expect(result).toMatchObject({ passed: false, failed: 0, lost: 0 });
  expect(result.readBack.unanswered).toBe(3 * result.acknowledged);
});

test('a replica that lost its rows is named, though nothing is lost at QUORUM', async () => {
  const { result } = await loadDuring(({ cluster }) => wipe(cluster, 2));
  expect(result).toMatchObject({ passed: false, lost: 0 });
  expect(result.readBack).toMatchObject({
    replicas: { ...nothingAbsent, '127.0.0.2': result.acknowledged },
  });
});

test.each([[[1, 2]], [[2, 3]], [[1, 3]], [[1, 2, 3]]])(
  'rows that the replicas %j lost are lost',
  async (nodes) => {
    const { result } = await loadDuring(({ cluster }) => wipe(cluster, ...nodes));
    expect(result.passed).toBe(false);
    expect(result.lost).toBeGreaterThan(0);
    expect(result.lost).toBeLessThanOrEqual(result.acknowledged);
    if (nodes.length === 3) expect(result.lost).toBe(result.acknowledged);
  },
);

test('hints that are not delivered leave the replica without its rows: counted, not hidden', async () => {
  const stay: Fault = { kind: 'hints-stay', node: '127.0.0.3' };
  const { result } = await loadDuring((world) => restart(world, 3), [stay]);
  expect(result).toMatchObject({ passed: false, failed: 0 });
  expect(result.readBack.replicas?.['127.0.0.3']).toBeGreaterThan(500);
  expect(result.readBack.replicas?.['127.0.0.1']).toBe(0);
});

test('nodes that keep no hints let the one that was down miss what went through them', async () => {
  const off = ['127.0.0.1', '127.0.0.2'].map((node): Fault => ({ kind: 'hints-off', node }));
  const { result } = await loadDuring((world) => restart(world, 3), off);
  expect(result).toMatchObject({ passed: false, failed: 0 });
  expect(result.readBack.replicas?.['127.0.0.3']).toBeGreaterThan(100);
  expect(result.readBack.replicas?.['127.0.0.1']).toBe(0);
});

test('hints that went with the disk of their holder are missed on the target', async () => {
  const { result } = await loadDuring(async (world) => {
    await command(world, 2, 'drain');
    await command(world, 2, 'stop');
    await world.clock.sleep(10_000);
    forgetHints(world.cluster);
    await command(world, 2, 'start');
    await world.clock.sleep(60_000);
  });
  expect(result.passed).toBe(false);
  expect(result.readBack.replicas?.['127.0.0.2']).toBeGreaterThan(100);
});

test('a node that dies without a word costs time-outs until the others know; none is a lost write', async () => {
  const { result } = await loadDuring(({ clock, cluster }) => {
    cluster.change({
      ...cluster.state(),
      faults: [{ kind: 'dies', node: '127.0.0.2', at: clock.now() }],
    });
    return clock.sleep(30_000);
  });
  expect(Object.keys(result.errors.raw)).toContain('client-timeout');
  expect(result.lost).toBe(0);
});

test('two of three nodes down: every request is refused as unavailable, and fails', async () => {
  const { result } = await loadDuring(async (world) => {
    for (const node of [1, 2]) {
      await command(world, node, 'drain');
      await command(world, node, 'stop');
    }
    await world.clock.sleep(10_000);
  });
  expect(result.errors.afterRetry['unavailable']).toBeGreaterThan(100);
  expect(result.failed).toBeGreaterThan(100);
});

function wipe({ storage }: SimulatedCluster, ...nodes: readonly number[]): Promise<void> {
  for (const node of nodes) storage.wipe(addressOf(node));
  return Promise.resolve();
}

function forgetHints({ storage }: SimulatedCluster) {
  for (const queue of storage.hints()) storage.deliver({ ...queue, rows: [] });
}
