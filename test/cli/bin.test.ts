import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planFileText } from '../../src/plan/plan-file.ts';
import { healthyRequest, planOf } from '../plan/healthy-request.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin, startBin } from './run-bin.ts';

const bin = new URL('../../bin/ringward.js', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** A module that makes Node print the address of every module it resolves. */
const tellModules = dataUrl(
  `import { register } from 'node:module'; register(${JSON.stringify(
    dataUrl(`import { writeSync } from 'node:fs';
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  writeSync(2, found.url + '\\n');
  return found;
}`),
  )});`,
);

function dataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function modulesOf(...argv: readonly string[]) {
  const options = { encoding: 'utf8', cwd: temporaryFolder() } as const;
  return spawnSync(process.execPath, ['--import', tellModules, bin, ...argv], options);
}

const heavy = ['commander', 'cassandra-driver', 'execa', 'ora', 'yaml', 'chalk'];
const heavyIn = (text: string) => heavy.filter((name) => text.includes(`/node_modules/${name}/`));

test('--version prints the version and loads nothing that it does not need', () => {
  const { status, stdout, stderr } = modulesOf('--version');
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
  expect(stderr).toContain('/dist/main.js');
  expect(stderr).not.toContain('/node_modules/');
});

test.each(['-V', '--debug --version'])('`%s` prints the same', async (line) => {
  expect(await runBin(temporaryFolder(), line)).toMatchObject({ code: 0, out: `${version}\n` });
});

test('what --version does not load is loaded by a command that needs it', () => {
  const { stderr } = modulesOf('health', '-i', 'no.yaml');
  expect(heavyIn(stderr)).toEqual(expect.arrayContaining(['commander', 'yaml', 'chalk']));
});

test('a closed pipe is no error', async () => {
  const running = startBin(temporaryFolder(), '--help');
  running.child.stdout?.destroy();
  expect(await running.ended).toMatchObject({ code: 0, signal: null, err: '' });
});

test('a pipe that is closed in the middle is no error', () => {
  const script = `"${process.execPath}" "${bin}" completion bash | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
});

test.each([
  ['--help', 74, ''],
  ['--version', 74, ''],
  ['completion bash', 74, ''],
  // What was wrong before is still what is wrong.
  ['helth', 2, "error: unknown command 'helth'\nhint: did you mean health?\n"],
])('`%s` onto a full disk: exit %i', (line, status, err) => {
  const script = `"${process.execPath}" "${bin}" ${line} >/dev/full`;
  const ended = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  const lost = 'error: output is lost: ENOSPC: no space left on device, write\n';
  expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status, stderr: err || lost });
});

test('errors go to stderr and the exit code passes through', async () => {
  expect(await runBin(temporaryFolder(), 'helth')).toEqual({
    code: 2,
    signal: null,
    out: '',
    err: "error: unknown command 'helth'\nhint: did you mean health?\n",
  });
});

test.each([
  '',
  'health',
  'upgrade',
  'upgrade plan',
  'upgrade run',
  'upgrade resume',
  'upgrade status',
  'upgrade help',
  'restart',
  'lab',
  'lab up',
  'lab down',
  'lab status',
  'lab load',
  'lab exec',
  'lab fault',
  'lab demo',
  'completion',
])('`ringward %s --help` ends 0 and fits 100 columns', async (command) => {
  const { code, out, err } = await runBin(temporaryFolder(), `${command} --help`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`Usage: ringward ${command}`.trim());
  expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

describe('completion', () => {
  const isThere = (shell: string) => !spawnSync(shell, ['-c', ':']).error;

  // Bash must be there; the others are checked where they are installed.
  test.each(['bash', ...['zsh', 'fish'].filter(isThere)])(
    'the script for %s is right for that shell',
    async (shell) => {
      const { code, out } = await runBin(temporaryFolder(), `completion ${shell}`);
      expect(code).toBe(0);
      expect(out).toContain('ringward');
      const { status, stderr } = spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  test.each([
    ['ringward he', 'health'],
    ['ringward upgrade re', 'resume'],
    ['ringward upgrade plan --play', '--playbook'],
    ['ringward health --fo', '--for --format'],
    ['ringward health --format ""', 'tty json ndjson markdown'],
    ['ringward health --inventory ringward.y --format j', 'json'],
    ['ringward health --fail-on c', 'critical'],
    ['ringward upgrade run --format n', 'ndjson'],
    ['ringward health -i /etc/host', '/etc/hosts'],
    ['ringward upgrade plan --out upgrade --play', '--playbook'],
    ['ringward upgrade plan --playbook up', 'upgrade-4.1-to-5.0'],
    ['ringward upgrade plan --playbook = up', 'upgrade-4.1-to-5.0'],
    ['ringward upgrade plan --playbook ./pl', './plan.json'],
    ['ringward upgrade run pl', 'plan.json'],
    ['ringward upgrade rehearse plan.json --fa', '--faults'],
    ['ringward upgrade rehearse plan.json --faults drain', 'drain-hangs@ drain-lies@'],
    ['ringward upgrade rehearse plan.json --faults dies @', '127.0.0.1 127.0.0.2'],
    [
      'ringward upgrade rehearse plan.json --faults dies @ 127.0.0.1,drain-h',
      '127.0.0.1,drain-hangs@',
    ],
    ['ringward upgrade rehearse plan.json --faults drain-hangs@127.0.0.1,dies@127', '127.0.0.2'],
    ['ringward upgrade plan --cures node-down,st', 'node-down,stalled-compaction'],
    ['ringward upgrade status ""', '20260101-aa'],
    ['ringward upgrade resume --state-dir other ""', '20260202-bb'],
    ['ringward upgrade resume --state-dir = other ""', '20260202-bb'],
    ['ringward explain io', 'io-spike'],
    ['ringward explain io-spike ""', 'SPIKE LEVEL RECORD'],
    ['ringward completion ""', 'bash zsh fish'],
    ['ringward upgrade help ""', 'plan rehearse run resume status'],
  ])('bash completes `%s` to `%s`', async (line, completed) => {
    const folder = temporaryFolder();
    const { out } = await runBin(folder, 'completion bash');
    mkdirSync(join(folder, '.local/state/ringward/lab/runs/20260101-aa'), { recursive: true });
    mkdirSync(join(folder, 'other/lab/runs/20260202-bb'), { recursive: true });
    writeFileSync(join(folder, 'plan.json'), planFileText(planOf(healthyRequest)));
    const words = line.split(' ');
    const script = `${out}
COMP_WORDS=(${words.join(' ')}) COMP_CWORD=${words.length - 1}
_ringward
echo "\${COMPREPLY[*]}"`;
    const env = { PATH: process.env['PATH'], HOME: folder };
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: folder, env });
    for (const word of completed.split(' ')) expect(stdout).toContain(word);
    for (const other of ['restart', 'STUCK']) expect(stdout).not.toContain(other);
  });
});
