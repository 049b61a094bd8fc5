import { expect, test } from 'vitest';
import { openAsUsual } from '../../src/simulate/act-serving.ts';
import { runningCompactions } from '../../src/simulate/work.ts';
import { answersCql, lifeAt } from '../../src/simulate/life.ts';
import { simulated, start } from './simulated.ts';

const node = '10.0.0.1';
type Simulated = ReturnType<typeof simulated>;

async function nodetool({ runner }: Simulated, ...args: readonly string[]) {
  const argv = ['nodetool', '-h', node, '-p', '7199', ...args];
  const result = await runner.run({ node, argv, timeoutMs: 60_000 });
  return result.kind === 'exited' ? [result.code, result.stdout, result.stderr] : [result.kind];
}

const done = [0, '', ''];

test('hinted handoff goes on and off by nodetool', async () => {
  const all = simulated({}, [{ kind: 'hints-off', node, from: start }]);
  const status = async () => (await nodetool(all, 'statushandoff'))[1];
  expect(await status()).toContain('is not running');
  expect(await nodetool(all, 'enablehandoff')).toEqual(done);
  expect(await status()).toContain('is running');
  expect(await nodetool(all, 'disablehandoff')).toEqual(done);
  expect(await status()).toContain('is not running');
});

test('a compaction that stands still ends with stop -id, of its own id alone', async () => {
  const all = simulated({}, [
    { kind: 'compaction-stalls', node, from: start },
    { kind: 'compaction-stalls', node: '10.0.0.2', from: start },
  ]);
  await all.clock.sleep(5_000);
  const running = (address: string) => {
    const of = all.cluster.node(address);
    return of ? runningCompactions(all.cluster.state(), of, all.clock.now()) : [];
  };
  const [stuck] = running(node);
  expect(await nodetool(all, 'stop', '-id', 'another')).toEqual(done);
  expect(running(node)).toHaveLength(1);
  expect(await nodetool(all, 'stop', '-id', stuck?.id ?? '')).toEqual(done);
  expect(running(node)).toEqual([]);
  expect(running('10.0.0.2')).toHaveLength(1);
  expect((await nodetool(all, 'compactionstats'))[1]).not.toContain(stuck?.id);
});

test('the throughput of compactions is what was set', async () => {
  const all = simulated();
  expect(await nodetool(all, 'setcompactionthroughput', '16')).toEqual(done);
  expect((await nodetool(all, 'getcompactionthroughput'))[1]).toContain('16');
});

test('autocompaction goes off and on, of a table, a keyspace or all', async () => {
  const all = simulated();
  const off = () => all.cluster.node(node)?.work.autocompactionOff;
  await nodetool(all, 'disableautocompaction', 'app', 'events');
  expect(off()).toEqual(['app.events']);
  await nodetool(all, 'enableautocompaction', 'other');
  expect(off()).toEqual(['app.events']);
  await nodetool(all, 'enableautocompaction', 'app');
  expect(off()).toEqual([]);
  await nodetool(all, 'disableautocompaction');
  expect(off()).toContain('app.events');
  await nodetool(all, 'enableautocompaction');
  expect(off()).toEqual([]);
});

test('a command that is not simulated says so, and blames nobody', async () => {
  for (const args of [['clientstats'], ['stop', 'COMPACTION'], ['enablehandof']]) {
    const [code, out, err] = await nodetool(simulated(), ...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`the simulated cluster does not have \`nodetool ${args[0]}\``);
  }
});

async function closedAfterStart() {
  const all = simulated({}, [{ kind: 'cql-stays-closed', node, times: 1 }]);
  for (const act of ['stop', 'start'] as const) {
    const argv = all.nodes[0]?.commands[act] ?? [];
    await all.runner.run({ node, argv, timeoutMs: 120_000 });
  }
  await all.clock.sleep(60_000);
  const own = () => {
    const of = all.cluster.node(node);
    if (!of) throw new Error('the node is there');
    return of;
  };
  const isOpen = () => answersCql(lifeAt(own(), all.clock.now()), all.clock.now());
  return { all, own, isOpen };
}

test('enablebinary opens what stayed closed at the start, and statusbinary tells', async () => {
  const { all, isOpen } = await closedAfterStart();
  expect(isOpen()).toBe(false);
  expect(await nodetool(all, 'statusbinary')).toEqual([0, 'not running\n', '']);
  expect(await nodetool(all, 'enablebinary')).toEqual(done);
  expect(isOpen()).toBe(true);
  expect(await nodetool(all, 'statusbinary')).toEqual([0, 'running\n', '']);
});

test('a node whose fault is over opens by itself, unless it was closed by hand', async () => {
  const { all, own, isOpen } = await closedAfterStart();
  const open = () =>
    all.cluster.update((state, now) => ({ state: openAsUsual(state, own(), now) }));
  await open();
  expect(isOpen()).toBe(true);
  await nodetool(all, 'disablebinary');
  await open();
  expect(isOpen()).toBe(false);
});
