import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import type { ClusterFile } from '../../src/simulate/file-cluster.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const dir = '/my lab';
const quoted = "'/my lab'";

/** A machine that runs one lab command after the other, each told by its words. */
function machine(texts: Readonly<Record<string, string>> = {}) {
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}', ...texts });
  const clock = fakeClock();
  const lab = async (...words: readonly string[]) => {
    const ports = fakePorts({ files, clock });
    const code = await runProgram(['lab', ...words], ports);
    return { code, out: ports.streams.outText(), err: ports.streams.errText() };
  };
  const cluster = (at = dir) => JSON.parse(files.textOf(`${at}/cluster.json`) ?? '') as ClusterFile;
  return { lab, files, cluster };
}

async function withLab(...options: readonly string[]) {
  const made = machine();
  expect((await made.lab('up', '--simulated', '--dir', dir, ...options)).code).toBe(0);
  return made;
}

describe('lab up --simulated', () => {
  test('what is printed can be pasted, whatever the folder is called', async () => {
    const { err } = await machine().lab('up', '--simulated', '--dir', dir);
    expect(err).toBe(
      `the lab is up: 3 SIMULATED nodes, inventory ${dir}/ringward.yaml; their time goes 60 times as fast\n` +
        "next: ringward health --inventory '/my lab/ringward.yaml'\n",
    );
  });

  test('labs in two folders, or one after the other in one folder, share neither name nor hosts', async () => {
    const { lab, cluster, files } = await withLab();
    await lab('up', '--simulated', '--dir', '/other');
    const labs = [cluster(), cluster('/other')];
    await lab('down', '--dir', dir, '--purge');
    await lab('up', '--simulated', '--dir', dir);
    const states = [...labs, cluster()].map(({ state }) => state);
    expect(new Set(states.map(({ name }) => name)).size).toBe(3);
    expect(new Set(states.flatMap(({ nodes }) => nodes.map(({ hostId }) => hostId))).size).toBe(9);
    for (const { name } of states) expect(name).toMatch(/^ringward-simulated-[\da-f]{8}$/);
    expect(files.textOf(`${dir}/ringward.yaml`)).toContain(`cluster: ${states[2]?.name ?? ''}\n`);
  });

  test('one that is there goes on as it was made, stopped or not', async () => {
    const { lab, cluster } = await withLab('4.0.19', '--nodes', '4', '--pace', '7');
    const again = () => lab('up', '--simulated', '--dir', dir);
    expect((await again()).err).toMatch(/^the lab is up already: 4 SIMULATED .* 7 times as fast$/m);
    await lab('down', '--dir', dir);
    expect((await again()).err).toMatch(/^the lab is up: 4 SIMULATED .* 7 times as fast$/m);
    expect((await lab('status', '--dir', dir)).code).toBe(0);
    expect(cluster().state.nodes.map(({ stops }) => stops)).toEqual([1, 1, 1, 1]);
  });

  test.each([
    [['5.0.8'], 'version 4.1.10'],
    [['--nodes', '5'], '--nodes 3'],
    [['--pace', '3'], '--pace 60'],
    [['--network', '127.0.9'], '--network 127.0.0'],
    [['5.0.8', '--nodes', '5', '--pace', '3'], '--nodes 3, --pace 60, version 4.1.10'],
  ])('asked for %j it says what the lab has, and changes nothing', async (options, has) => {
    const { lab, cluster } = await withLab();
    const before = cluster();
    expect(await lab('up', '--simulated', '--dir', dir, ...options)).toEqual({
      code: 2,
      out: '',
      err:
        `error: the lab in ${dir} has ${has}\n` +
        `hint: use it as it is: ringward lab up --dir ${quoted} --simulated, ` +
        `or remove it first: ringward lab down --dir ${quoted} --purge\n`,
    });
    expect(cluster()).toEqual(before);
  });

  test('the version of a lab is what a node has installed', async () => {
    const { lab } = await withLab();
    await lab('exec', '--dir', dir, '1', 'install', '5.0.8');
    for (const [version, code] of [
      ['5.0.8', 0],
      ['4.1.10', 0],
      ['4.0.19', 2],
    ] as const)
      expect((await lab('up', version, '--simulated', '--dir', dir)).code).toBe(code);
  });

  test('a node that a fault keeps from coming is named, and what to do', async () => {
    const { lab } = await withLab();
    const up = () => lab('up', '--simulated', '--dir', dir);
    await lab('fault', '--dir', dir, '2', 'cql-stays-closed');
    await lab('down', '--dir', dir);
    const { code, err } = await up();
    const mend = (command: string, word: string) =>
      `ringward lab ${command} --dir ${quoted} node2 ${word}`;
    expect([code, err]).toEqual([
      4,
      'error: node2 (127.0.0.2) does not answer CQL\nhint: end its faults, stop it and bring the lab up again: ' +
        `${mend('fault', 'release')}; ${mend('exec', 'stop')}\n`,
    ]);
    await lab('fault', '--dir', dir, 'node2', 'release');
    await lab('exec', '--dir', dir, 'node2', 'stop');
    expect((await up()).code).toBe(0);
  });

  test.each([
    [['9.9.9']],
    [['6.0.0', '--nodes', '1']],
    [['3.7']],
    [['--also', '9.9.9', '4.1.10']],
    [['4.1.10', '--also', '5.0.8,5.1']],
  ])('%j: a version whose texts are not known is refused', async (options) => {
    const { lab, files } = machine();
    const { code, err } = await lab('up', '--simulated', '--dir', dir, ...options);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(
        /^error: what nodes of Cassandra [\d.]+ print is not known, .*\nhint: known are releases of 2\.1, 2\.2, 3\.0, 3\.11, 4\.0, 4\.1, 5\.0: for instance 5\.0\.8\n$/,
      ) as string,
    });
    expect(await files.list(dir)).toEqual([]);
  });

  test.each([
    [['--heap', '1g'], '--heap is for real nodes, not for --simulated'],
    [['--auth'], '--auth is for real nodes, not for --simulated'],
  ])('%j is refused', async (options, message) => {
    const { code, err } = await machine().lab('up', '--simulated', '--dir', dir, ...options);
    expect(err).toBe(`error: ${message}\nhint: leave one of the two out\n`);
    expect(code).toBe(2);
  });

  test('a folder that holds something else, and one that holds a lab of real nodes', async () => {
    const full = await machine({ [`${dir}/x`]: '' }).lab('up', '--simulated', '--dir', dir);
    expect(full.err).toBe(
      `error: ${dir} is not empty (it holds x)\nhint: give another folder: --dir DIR\n`,
    );
    const real = machine({ [`${dir}/lab.json`]: '{}' });
    const { code, err } = await real.lab('up', '--simulated', '--dir', dir);
    expect({ code, err }).toEqual({
      code: 2,
      err:
        `error: the lab in ${dir} is one of real nodes\nhint: give another folder: --dir DIR, ` +
        `or remove it first: ringward lab down --dir ${quoted} --purge\n`,
    });
  });
});

test('lab up for real nodes leaves a lab of simulated ones alone, and knows no pace', async () => {
  const { lab } = await withLab();
  expect((await lab('up', '--dir', dir)).err).toBe(
    `error: the lab in ${dir} is one of simulated nodes\nhint: bring it up: ringward lab up --dir ${quoted} --simulated, or give another folder: --dir DIR\n`,
  );
  expect((await lab('up', '--dir', '/real', '--pace', '3')).err).toBe(
    'error: --pace is for --simulated, not for real nodes\nhint: leave it out\n',
  );
});

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
    ['disk-fills', 'its disk fills, until it is released'],
    ['drain-hangs', 'nodetool drain never returns, the next time'],
  ])('%s is told with the time it comes', async (fault, told) => {
    const { lab, cluster } = await withLab();
    expect((await lab('fault', '--dir', dir, 'node2', fault)).err).toBe(`127.0.0.2: ${told}\n`);
    expect(cluster().state.faults).toMatchObject([{ node: '127.0.0.2', kind: fault }]);
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
