import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clusterFileText } from '../../src/simulate/file-cluster.ts';
import { usedBytes } from '../../src/simulate/work.ts';
import { dir, machine, quoted, withLab } from './lab-machine.ts';

describe('lab fault on simulated nodes', () => {
  const statusOf = async ({ lab }: Awaited<ReturnType<typeof withLab>>) =>
    (await lab('status', '--dir', dir)).out.split('\n')[0];

  test('a node that dies is dead at once, and comes back when it is started', async () => {
    const world = await withLab();
    const { code, err } = await world.lab('fault', '--dir', dir, '1', 'dies');
    expect([code, err]).toEqual([0, '127.0.0.1: its process dies without a word, now\n']);
    expect(await statusOf(world)).toBe('node1  127.0.0.1  down       -    4.1.10');
    expect((await world.lab('up', '--simulated', '--dir', dir)).code).toBe(0);
    expect(await statusOf(world)).toMatch(/CQL/);
  });

  test.each([
    ['compaction-stalls', 'a compaction stands still, until it is released'],
    ['drain-hangs', 'nodetool drain never returns, the next time'],
  ])('%s is told with the time it comes', async (fault, told) => {
    const { lab, cluster } = await withLab();
    expect((await lab('fault', '--dir', dir, 'node2', fault)).err).toBe(`127.0.0.2: ${told}\n`);
    expect(cluster().state.faults).toMatchObject([{ node: '127.0.0.2', kind: fault }]);
  });

  test('a disk fills bit by bit: it is told when health will see it, and health does', async () => {
    const { lab, cluster } = await withLab();
    const { err } = await lab('fault', '--dir', dir, '2', 'disk-fills');
    expect(err).toMatch(
      /^127\.0\.0\.2: its disk fills, until it is released; health warns of it below 10 % free, in \d\.\d s \(\d min \d+ s of the nodes' time\)\n$/,
    );
    const [, minutes, seconds] = /\((\d) min (\d+) s/.exec(err) ?? [];
    const { state } = cluster();
    const freeAfter = (ms: number) => {
      const node = state.nodes[1];
      if (!node) return NaN;
      return 1 - usedBytes(state, node, state.at + ms) / node.work.disk.totalBytes;
    };
    const told = (Number(minutes) * 60 + Number(seconds)) * 1_000;
    expect(freeAfter(told - 1_000)).toBeGreaterThan(0.1);
    expect(freeAfter(told + 1_000)).toBeLessThan(0.1);
  });

  test('a disk that is as good as full is told to be seen now', async () => {
    const { lab, cluster, files } = await withLab();
    const { state, ...rest } = cluster();
    const nodes = state.nodes.map((node) => {
      const { disk } = node.work;
      const used = { ...disk.used, base: disk.totalBytes };
      return { ...node, work: { ...node.work, disk: { ...disk, used } } };
    });
    await files.writeText(
      `${dir}/cluster.json`,
      clusterFileText({ ...rest, state: { ...state, nodes } }),
    );
    const { err } = await lab('fault', '--dir', dir, '2', 'disk-fills');
    expect(err).toMatch(/; health warns of it now, below 10 % free\n$/);
  });

  test('a disk fills, and a compaction stands still, from that moment on', async () => {
    const { lab, cluster } = await withLab();
    await lab('fault', '--dir', dir, '2', 'disk-fills');
    expect(cluster().state.faults).toMatchObject([{ from: cluster().state.at }]);
    await lab('fault', '--dir', dir, '2', 'compaction-stalls');
    const { out } = await lab('exec', '--dir', dir, '2', 'nodetool', 'compactionstats');
    expect(out).toMatch(/^pending tasks: 1$/m);
  });

  test('faults of a node add up, the same one once; release ends all of it and of no other', async () => {
    const { lab, cluster } = await withLab();
    for (const [node, kind] of [
      ['1', 'disk-fills'],
      ['1', 'flaps'],
      ['1', 'flaps'],
      ['2', 'flaps'],
    ] as const)
      await lab('fault', '--dir', dir, node, kind);
    const faults = () => cluster().state.faults.map(({ node, kind }) => `${node} ${kind}`);
    expect(faults()).toEqual(['127.0.0.1 disk-fills', '127.0.0.1 flaps', '127.0.0.2 flaps']);
    const release = () => lab('fault', '--dir', dir, '1', 'release');
    expect((await release()).err).toBe('127.0.0.1: no fault is left\n');
    expect(faults()).toEqual(['127.0.0.2 flaps']);
    expect((await release()).err).toBe('127.0.0.1: no fault was there\n');
  });

  test.each([
    ['nosuch', /^known: drain-hangs, .*, disk-fills, and release to end them$/],
    ['drain-hang', /^did you mean drain-hangs\? known: drain-hangs, .*, and release to end them$/],
  ])('%s: the kinds are named once', async (fault, expected) => {
    const { lab } = await withLab();
    const { code, err } = await lab('fault', '--dir', dir, '1', fault);
    const [error, hint = ''] = err.split('\n');
    expect([code, error]).toEqual([2, `error: there is no fault \`${fault}\` of a simulated node`]);
    expect(hint.replace('hint: ', '')).toMatch(expected);
    expect(hint.match(/compaction-stalls/g)).toHaveLength(1);
  });
});

describe('lab exec on simulated nodes', () => {
  test.each([
    [
      ['install'],
      'error: install of a simulated node takes one version\nhint: write: install 5.0.8\n',
    ],
    [['stop', '--kill'], 'error: stop of a simulated node takes no argument\nhint: write: stop\n'],
    [['configure', '9.9.9'], 'error: what nodes of Cassandra 9.9.9 print is not known'],
    [['toString'], 'error: a node has no `toString`\nhint: it has: nodetool, stop, '],
  ])('%j is refused, and nothing happens', async (command, told) => {
    const { lab, cluster } = await withLab();
    const before = cluster();
    const { code, err } = await lab('exec', '--dir', dir, '2', ...command);
    expect([code, err.startsWith(told)]).toEqual([2, true]);
    expect(cluster()).toEqual(before);
  });

  test.each([
    ['nodetool-hangs', ['nodetool', 'status'], '127.0.0.2: nodetool timed-out'],
    ['connection-lost', ['stop'], '127.0.0.2: stop unreachable: Connection closed by remote host'],
  ])('with %s it cannot tell, and says why', async (fault, command, why) => {
    const { lab } = await withLab();
    await lab('fault', '--dir', dir, '2', fault);
    const { code, err } = await lab('exec', '--dir', dir, '2', ...command);
    expect([code, err]).toEqual([5, `error: ${why}\n`]);
  });
});

test('what a demo keeps has a name of its folder, and is shown with a command to paste', async () => {
  const playbook = 'playbooks/upgrade-4.1-to-5.0.yaml';
  const { lab, cluster } = machine({ [`/pkg/${playbook}`]: readFileSync(playbook, 'utf8') });
  const demo = async (folder: string) => {
    const { code, err } = await lab('demo', '--simulated', '--keep', '--dir', folder);
    expect(code).toBe(0);
    return { err, name: cluster(folder).state.name };
  };
  const [one, other] = [await demo(dir), await demo('/other')];
  expect(one.err).toContain("ringward health --inventory '/my lab/ringward.yaml'\n");
  expect(other.name).not.toBe(one.name);
});

test('lab load on nodes that are down is no bug: it says how to look', async () => {
  const { lab } = await withLab();
  await lab('down', '--dir', dir);
  const { code, err } = await lab('load', '--dir', dir, '--for', '1s');
  expect([code, err]).toEqual([
    5,
    `error: the lab in ${dir} does not answer CQL: 127.0.0.1:9042: connection refused\n` +
      `hint: see which nodes run: ringward lab status --dir ${quoted}\n`,
  ]);
});

test('the lock of a process that was killed while it wrote is taken over', async () => {
  const { lab, files } = await withLab();
  const gone = { runId: 'of-a-simulated-cluster', pid: 2 ** 22 - 1, hostname: 'here' };
  const text = JSON.stringify({ ...gone, command: 'ringward lab fault', since: 0 });
  await files.writeText(`${dir}/cluster.json.lock`, text);
  expect((await lab('fault', '--dir', dir, '1', 'dies')).code).toBe(0);
});
