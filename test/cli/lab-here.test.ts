import { expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { dir, withLab } from './lab-machine.ts';

/** The machine of a lab in `dir`; a command is run in any folder of it. */
async function machineWithLab() {
  const { files, cluster } = await withLab();
  const { clock } = fakePorts();
  const labIn = async (cwd: string, ...words: readonly string[]) => {
    const ports = fakePorts({ files, clock, cwd });
    const code = await runProgram(['lab', ...words], ports);
    return { code, out: ports.streams.outText(), err: ports.streams.errText() };
  };
  return { files, cluster, labIn };
}

const said = `the lab in this folder: ${dir}\n`;

test.each([
  ['status', [], /^node1 /],
  ['exec', ['1', 'running'], /^$/],
  ['exec', ['1', 'nodetool', 'version'], /^ReleaseVersion: 4\.1\.10\n$/],
  ['fault', ['1', 'flaps'], /^$/],
  ['load', ['--for', '1s'], /0 failed, 0 lost/],
  ['down', [], /^$/],
])('lab %s in the folder of a lab is about that lab, and says so', async (name, words, out) => {
  const { labIn } = await machineWithLab();
  const ended = await labIn(dir, name, ...words);
  expect(ended.err.startsWith(said)).toBe(true);
  expect(ended.out).toMatch(out);
  expect(ended.code).toBe(0);
});

test('lab up there brings that lab up again', async () => {
  const { labIn, cluster } = await machineWithLab();
  const { name } = cluster().state;
  await labIn(dir, 'down');
  const { code, err } = await labIn(dir, 'up', '--simulated');
  expect([code, cluster().state.name]).toEqual([0, name]);
  expect(err.startsWith(`${said}the lab is up: 3 SIMULATED nodes, inventory ${dir}/`)).toBe(true);
});

test('of two labs --dir is the one that is meant, and nothing is said', async () => {
  const { labIn } = await machineWithLab();
  await labIn('/', 'up', '4.0.19', '--simulated', '--dir', '/other');
  expect(await labIn(dir, 'status', '--dir', '/other')).toMatchObject({
    out: expect.stringContaining('4.0.19') as string,
    err: '',
  });
});

test.each([
  ['/elsewhere', {}],
  ['/mine', { '/mine/lab.json': '{}', '/mine/cluster.json': '{}' }],
  ['/ops', { '/ops/ringward.yaml': 'cluster: orders\n' }],
])('in %s, which is no lab, it is the usual lab that is meant', async (cwd, texts) => {
  const { labIn, files } = await machineWithLab();
  for (const [path, text] of Object.entries(texts)) await files.writeText(path, text);
  const { code, err } = await labIn(cwd, 'status');
  expect([code, err]).toEqual([
    2,
    'error: there is no lab in /home/ops/.local/state/ringward/lab\nhint: make one: ringward lab up\n',
  ]);
});

const gone = (folder: string) =>
  `error: the inventory in ${folder} is one of a lab, whose cluster.json or lab.json is gone\n` +
  `hint: name the lab that is meant: --dir DIR, or remove ${folder}/ringward.yaml\n`;

test.each([
  ['status', []],
  ['exec', ['1', 'running']],
  ['fault', ['1', 'dies']],
])(
  'lab %s where the cluster of a simulated lab is gone leaves the usual lab alone',
  async (name, words) => {
    const { labIn, files } = await machineWithLab();
    await labIn('/', 'up', '--simulated');
    await files.remove(`${dir}/cluster.json`);
    expect(await labIn(dir, name, ...words)).toEqual({ code: 2, out: '', err: gone(dir) });
    expect((await labIn('/', 'status')).code).toBe(0);
  },
);

const real = (home: string) => `cluster: lab
nodetool: ['{home}/nodetool']
nodes: [{ address: 127.0.0.1, home: ${home} }]
`;

test('so it is where the spec of a real one is gone; an inventory with homes elsewhere is not one', async () => {
  const { labIn, files } = await machineWithLab();
  await files.writeText('/real/ringward.yaml', real('/real/node1'));
  expect(await labIn('/real', 'status')).toEqual({ code: 2, out: '', err: gone('/real') });
  await files.writeText('/ops/ringward.yaml', real('/srv/node1'));
  expect((await labIn('/ops', 'status')).err).toContain('there is no lab in /home/ops/');
});

test('the usual lab is the usual one in its own folder, too', async () => {
  const { labIn } = await machineWithLab();
  await labIn('/', 'up', '--simulated');
  const { code, err } = await labIn('/home/ops/.local/state/ringward/lab', 'status');
  expect([code, err]).toEqual([0, '']);
});
