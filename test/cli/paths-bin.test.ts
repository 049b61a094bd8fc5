import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBin } from './run-bin.ts';
import { simulatedLab } from './simulated-lab.ts';

const long = 'n'.repeat(300);

/** A cluster's folder with everything in it that is no ordinary file. */
async function oddFolder(): Promise<string> {
  const { folder } = await simulatedLab();
  mkdirSync(join(folder, 'folder'));
  symlinkSync('loop', join(folder, 'loop'));
  spawnSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'huge.yaml'), '');
  // Sparse: it takes no room.
  truncateSync(join(folder, 'huge.yaml'), 3 * 1024 ** 3);
  return folder;
}

test.each([
  ['health -i folder', 'folder', 'this is a folder'],
  ['health -i empty/x', 'empty/x', 'a file where a folder must be'],
  ['health -i loop', 'loop', 'in a circle'],
  ['health -i pipe', 'pipe', 'a pipe'],
  [`health -i ${long}`, long.slice(0, 20), 'too long'],
  ['upgrade plan --to 5.0.8 --playbook ./folder', 'folder', 'this is a folder'],
  ['upgrade run folder --yes', 'folder', 'this is a folder'],
  ['upgrade run loop --yes', 'loop', 'in a circle'],
  ['health -i /dev/zero', '/dev/zero', 'longer than 1 MiB'],
  ['health -i huge.yaml', 'huge.yaml', 'longer than 1 MiB'],
  ['upgrade plan --to 5.0.8 --playbook ./huge.yaml', 'huge.yaml', 'longer than 1 MiB'],
  ['upgrade plan --to 5.0.8 --playbook /dev/zero', '/dev/zero', 'longer than 1 MiB'],
  ['upgrade plan --to 5.0.8 --playbook ./pipe', 'pipe', 'a pipe'],
  ['upgrade run pipe --yes', 'pipe', 'a pipe'],
  ['upgrade run huge.yaml --yes', 'huge.yaml', 'longer than 64 MiB'],
  ['upgrade rehearse /dev/zero', '/dev/zero', 'longer than 64 MiB'],
  ['upgrade status --state-dir empty', 'empty', 'a file where a folder must be'],
  ['upgrade resume --state-dir loop', 'loop', 'in a circle'],
  ['health --from empty', 'empty', 'this is a file, not the folder of a recording'],
  ['lab status --dir empty', 'empty', 'a file where a folder must be'],
  ['lab load --dir loop', 'loop', 'in a circle'],
])('`%s` is one error with the path, one hint, exit 2', async (line, path, what) => {
  const { code, out, err } = await runBin(await oddFolder(), line);
  expect(err).toMatch(/^error: [^\n]*\nhint: [^\n]*\n$/);
  expect(err).toContain(path);
  expect(err).toContain(what);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

/** The simulated nodes want no password, but what is named must be there. */
const cqlWith = (access: string) => `cluster: ringward-simulated
limits: lab
transport: { simulated: cluster.json }
cql: { ${access} }
nodes: [127.0.77.1]
`;

test.each([
  ['user: u, passwordFrom: { file: folder }', '/folder: cannot be read (cql.passwordFrom)'],
  ['user: u, passwordFrom: { file: nowhere }', '/nowhere: no such file (cql.passwordFrom)'],
  ['user: u, passwordFrom: { file: empty }', '/empty: the file is empty'],
  ['user: u, passwordFrom: { file: pipe }', '/pipe: cannot be read (cql.passwordFrom)'],
  ['user: u, passwordFrom: { file: /dev/zero }', '/dev/zero: cannot be read (cql.passwordFrom)'],
  ['tls: { ca: loop }', '/loop: cannot be read (cql.tls.ca)'],
  ['user: u, passwordFrom: { env: NOT_SET }', 'NOT_SET is not set'],
])('cql: {%s} is one error, one hint, exit 2', async (access, what) => {
  const folder = await oddFolder();
  writeFileSync(join(folder, 'ringward.yaml'), cqlWith(access));
  const { code, out, err } = await runBin(folder, 'health');
  expect(err).toMatch(/^error: [^\n]*\nhint: [^\n]*\n$/);
  expect(err).toContain(what);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test('in a folder that was removed meanwhile Ringward still answers, and finds no plan there', async () => {
  const gone = join(await oddFolder(), 'folder');
  const bin = new URL('../../bin/ringward.js', import.meta.url).pathname;
  const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
  const run = (...argv: readonly string[]) => {
    mkdirSync(gone, { recursive: true });
    const args = ['-c', script, 'sh', gone, process.execPath, bin, ...argv];
    return spawnSync('sh', args, { encoding: 'utf8' });
  };
  expect(run('--version')).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr } = run('lab', 'status', '--dir', 'x');
  expect(stderr).toMatch(/^error: [^\n]*\nhint: [^\n]*\n$/);
  expect(status).toBe(2);
});
