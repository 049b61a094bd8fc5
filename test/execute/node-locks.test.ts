import { expect, test } from 'vitest';
import { takeNodeLocks, type NodeLocksWish } from '../../src/execute/node-locks.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { without } from '../gates/healthy-view.ts';
import { clusterOf, inventoryNodes, simulatedFrom } from '../simulate/simulated.ts';

const hour = 3_600_000;
const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const other = { runId: 'r0', pid: 50, hostname: 'elsewhere', command: 'node', since: 0 };
const lost = (node: string): Fault => ({ kind: 'connection-lost', node, command: 'lock' });

/** Three nodes, of which some are locked already. */
function world(locks: Readonly<Record<string, string>> = {}, faults: readonly Fault[] = []) {
  const state = clusterOf({}, faults);
  const nodes = state.nodes.map((node) => {
    const lock = locks[node.address];
    return lock === undefined ? node : { ...node, lock };
  });
  const { cluster, runner } = simulatedFrom({ ...state, nodes });
  const warned: string[] = [];
  const take = (wish: Partial<NodeLocksWish> = {}) =>
    takeNodeLocks({
      warn: (text) => void warned.push(text),
      ...{ runId: 'r1', cluster: 'sim', nodes: inventoryNodes(addresses), isResumed: false },
      mayBeSilent: new Set(),
      ...{ takeOver: [], named: undefined, now: 3 * hour, concurrency: 2 },
      ports: { runner, processes: fakeProcesses({ 100: 'node ringward.js' }) },
      ...wish,
    });
  const held = () =>
    Object.fromEntries(
      cluster
        .state()
        .nodes.flatMap(({ address, lock }) =>
          lock === undefined ? [] : [[address, (JSON.parse(lock) as { runId: string }).runId]],
        ),
    );
  return { take, held, warned, cluster, runner };
}

const everywhere = (runId: string) => Object.fromEntries(addresses.map((node) => [node, runId]));

test('every node is locked, and none any more when it is given back', async () => {
  const { take, held } = world();
  const { give } = await take();
  expect(held()).toEqual(everywhere('r1'));
  await give();
  expect(held()).toEqual({});
});

test('another run holds one: exit 6 with who, where, since when and what to type; nothing of ours is left', async () => {
  const { take, held } = world({ '10.0.0.2': JSON.stringify(other) });
  await expect(take()).rejects.toMatchObject({
    exitCode: 6,
    message:
      '10.0.0.2 is locked by run r0 (pid 50 on elsewhere, since 1970-01-01T00:00:00Z, 3 h ago)',
    hint: 'finish that run on elsewhere: `ringward upgrade status` with the --inventory and --state-dir it was begun with says how; if it is surely over, the same command with: --take-over-lock r0',
  });
  expect(held()).toEqual({ '10.0.0.2': 'r0' });
});

test('a run whose process here is gone is told as such, and not taken over by itself', async () => {
  const dead = JSON.stringify({ ...other, hostname: 'here' });
  const { take, held } = world({ '10.0.0.3': dead });
  await expect(take()).rejects.toMatchObject({
    exitCode: 6,
    message: expect.stringMatching(/3 h ago\); that process is gone$/) as string,
    hint: 'finish that run: `ringward upgrade status` with the --inventory and --state-dir it was begun with says how; if it is surely over, the same command with: --take-over-lock r0',
  });
  expect(held()).toEqual({ '10.0.0.3': 'r0' });
});

test('taken over by name, and by that name alone', async () => {
  const { take, held } = world({ '10.0.0.2': JSON.stringify(other) });
  await expect(take({ takeOver: ['r9'] })).rejects.toMatchObject({ exitCode: 6 });
  await take({ takeOver: ['r0'] });
  expect(held()).toEqual(everywhere('r1'));
});

test('none of a process that lives on this machine is taken over, whoever is named', async () => {
  const alive = JSON.stringify({ ...other, hostname: 'here' });
  const { take, held, runner } = world({ '10.0.0.2': alive });
  const processes = fakeProcesses({ 50: 'node', 100: 'node ringward.js' });
  const asked = (wish: Partial<NodeLocksWish>) => take({ ...wish, ports: { runner, processes } });
  await expect(asked({ takeOver: ['r0'] })).rejects.toMatchObject({
    exitCode: 6,
    hint: 'that process lives on this machine: wait for its end, or end it there (Ctrl-C, or: kill 50); `ringward upgrade status` with the --inventory and --state-dir it was begun with says how it stands',
  });
  expect(held()).toEqual({ '10.0.0.2': 'r0' });
});

test('a run that was named and holds no lock is told, one that is found is not', async () => {
  const { take, warned, held } = world({ '10.0.0.2': JSON.stringify(other) });
  await take({ takeOver: ['r0', 'r00'], named: 'r00' });
  expect(warned).toEqual([
    '--take-over-lock r00: no node holds a lock of that run; none was taken over',
  ]);
  expect(held()).toEqual(everywhere('r1'));

  const found = world({ '10.0.0.2': JSON.stringify(other) });
  await found.take({ takeOver: ['r0'], named: 'r0' });
  const own = world({ '10.0.0.1': JSON.stringify({ ...other, runId: 'r1' }) });
  await own.take({ isResumed: true, takeOver: ['r1'], named: 'r1' });
  expect([...found.warned, ...own.warned]).toEqual([]);
});

test('its own, left by a process that is gone here, is kept; of another machine it is asked for', async () => {
  const own = JSON.stringify({ ...other, runId: 'r1', hostname: 'here' });
  const { take, held } = world({ '10.0.0.1': own, '10.0.0.2': own });
  await take({ isResumed: true });
  expect(held()).toEqual(everywhere('r1'));

  const away = world({ '10.0.0.1': JSON.stringify({ ...other, runId: 'r1' }) });
  await expect(away.take({ isResumed: true })).rejects.toMatchObject({ exitCode: 6 });
  await away.take({ isResumed: true, takeOver: ['r1'] });
  expect(away.held()).toEqual(everywhere('r1'));
});

test('a run that is refused keeps the locks it had before', async () => {
  const own = JSON.stringify({ ...other, runId: 'r1', hostname: 'here' });
  const { take, held } = world({ '10.0.0.1': own, '10.0.0.2': JSON.stringify(other) });
  await expect(take({ isResumed: true })).rejects.toMatchObject({ exitCode: 6 });
  expect(held()).toEqual({ '10.0.0.1': 'r1', '10.0.0.2': 'r0' });
});

test('a lock that cannot be read is somebody’s', async () => {
  const { take } = world({ '10.0.0.1': '{"runId":' });
  await expect(take({ takeOver: ['{"runId":'] })).rejects.toMatchObject({
    exitCode: 6,
    message: '10.0.0.1 is locked by what cannot be read as a lock',
    hint: 'if nobody rolls this cluster, remove it: rm /var/tmp/ringward-sim-10.0.0.1',
  });
});

test('a node that cannot be asked: a new run is refused; one that is resumed needs more than half', async () => {
  // The link is lost in the middle: its lock may have been taken all the same.
  const { take, held, warned } = world({}, [lost('10.0.0.2')]);
  await expect(take()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.2: whether another run holds the cluster cannot be known: Connection closed by remote host; nothing was begun',
  });
  expect(held()).not.toHaveProperty('10.0.0.1');
  expect(warned).toEqual([
    'the lock of run r1 may be left on 10.0.0.2; to remove it: rm /var/tmp/ringward-sim-10.0.0.2',
  ]);
  await expect(take({ isResumed: true })).resolves.toHaveProperty('line');

  const most = world({}, [lost('10.0.0.2'), lost('10.0.0.3')]);
  await expect(most.take({ isResumed: true })).rejects.toMatchObject({ exitCode: 3 });
});

test('a lock whose taking was not heard of is given back like the others', async () => {
  const { take, held, cluster } = world({}, [lost('10.0.0.2')]);
  const { give } = await take({ isResumed: true });
  cluster.change({ ...cluster.state(), faults: [] });
  await give();
  expect(held()).toEqual({});
});

test('what is kept by the run before it was killed is given back at its end', async () => {
  const own = JSON.stringify({ ...other, runId: 'r1', hostname: 'here' });
  const { take, held, warned } = world(Object.fromEntries(addresses.map((node) => [node, own])));
  await (await take({ isResumed: true })).give();
  expect({ held: held(), warned }).toEqual({ held: {}, warned: [] });
});

test('a node that the plan knows to be down may keep silent, while most of the others answer', async () => {
  const mayBeSilent = new Set(['10.0.0.3']);
  const { take, held } = world({}, [lost('10.0.0.3')]);
  await expect(take()).rejects.toThrow('10.0.0.3: whether another run holds the cluster');
  await take({ mayBeSilent });
  expect(held()).toMatchObject({ '10.0.0.1': 'r1', '10.0.0.2': 'r1' });
  const fewer = world({}, [lost('10.0.0.2'), lost('10.0.0.3')]);
  const both = { mayBeSilent: new Set(['10.0.0.2', '10.0.0.3']) };
  await expect(fewer.take(both)).rejects.toThrow('whether another run holds the cluster');
  const other = world({}, [lost('10.0.0.2')]);
  await expect(other.take({ mayBeSilent })).rejects.toThrow('10.0.0.2: whether another run');
});

test('what kept silent is taken before the first act on it, or holds the run there', async () => {
  const { take, held, cluster } = world({}, [lost('10.0.0.2')]);
  const { lostOn } = await take({ isResumed: true });
  const mend = () => {
    const nodes = cluster.state().nodes.map((node) => without(node, 'lock'));
    cluster.change({ ...cluster.state(), nodes, faults: [] });
  };
  expect(await lostOn('10.0.0.2')).toBe(
    '10.0.0.2: whether another run holds the cluster cannot be known: Connection closed by remote host',
  );
  mend();
  expect(await lostOn('10.0.0.2')).toBeUndefined();
  expect(held()).toEqual({ '10.0.0.2': 'r1' });
  mend();
  expect(await lostOn('10.0.0.2')).toBe('the lock of run r1 on 10.0.0.2 is gone');
  expect(await lostOn('10.0.0.9')).toBe('no lock was taken on 10.0.0.9');
});

test('what kept silent and is another’s by then is told', async () => {
  const { take, cluster } = world({}, [lost('10.0.0.2')]);
  const { lostOn } = await take({ isResumed: true });
  const nodes = cluster.state().nodes.map((node) => ({ ...node, lock: JSON.stringify(other) }));
  cluster.change({ ...cluster.state(), nodes, faults: [] });
  expect(await lostOn('10.0.0.2')).toMatch(/^10\.0\.0\.2 is locked by run r0 \(pid 50/);
});

test('over a link each act looks for itself: a look that was lost on the way ends nothing', async () => {
  const { take, cluster } = world();
  const reach = { kind: 'ssh', host: 'node', jump: [] } as const;
  const nodes = inventoryNodes(addresses).map((node) => ({ ...node, reach }));
  const { lostOn } = await take({ nodes });
  cluster.change({ ...cluster.state(), faults: [lost('10.0.0.2')] });
  expect(await lostOn('10.0.0.2')).toBeUndefined();
});
