import { describe, expect, test } from 'vitest';
import { dir, machine, quoted, withLab } from './lab-machine.ts';

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
    // It is well again as it runs.
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
    const full = await machine({ [`${dir}/ringward.yaml`]: '' }).lab(
      'up',
      '--simulated',
      '--dir',
      dir,
    );
    expect(full.err).toBe(
      `error: ${dir} is no lab, and holds ringward.yaml, which a lab there would write over\n` +
        'hint: give another folder: --dir DIR\n',
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
