import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodeMeanings } from '../../src/model/outcome.ts';
import { run } from './run-program.ts';

const inventory = 'cluster: lab\nnodes: [10.0.0.1]\n';

test('--version prints the version of the package and nothing else', async () => {
  expect(await run('--version')).toEqual({ exitCode: 0, out: '1.2.3\n', err: '' });
});

test('--help lists every exit code', async () => {
  const { exitCode, out } = await run('--help');
  expect(exitCode).toBe(0);
  for (const meaning of Object.values(exitCodeMeanings))
    expect(out).toContain(meaning.slice(0, 20));
});

test.each([
  ['helth', "error: unknown command 'helth'\nhint: did you mean health?\n"],
  ['completions --help', "error: unknown command 'completions'\nhint: did you mean completion?\n"],
  ['--help completions', "error: unknown command 'completions'\nhint: did you mean completion?\n"],
  ['healt --zzz', "error: unknown command 'healt'\nhint: did you mean health?\n"],
  ['upgrade plann -h', "error: unknown command 'plann'\nhint: did you mean plan?\n"],
  ['health --formt json', "error: unknown option '--formt'\nhint: Did you mean --format?\n"],
  ['health --for 5x', 'error: --for: `5x` is no duration\nhint: write 500ms, 60s, 1m30s or 2h\n'],
  [
    'upgrade run',
    "error: missing required argument 'plan'\nhint: see: ringward upgrade run --help\n",
  ],
  [
    'upgrade plan --zzz',
    "error: unknown option '--zzz'\nhint: see: ringward upgrade plan --help\n",
  ],
  [
    'lab exec 1',
    "error: missing required argument 'command'\nhint: see: ringward lab exec --help\n",
  ],
  ['help helth', "error: unknown command 'helth'\nhint: did you mean health?\n"],
  [
    'help bogus',
    "error: unknown command 'bogus'\nhint: known here: health, watch, probe, explain, record, upgrade, restart, playbook, lab, completion, help\n",
  ],
  ['help upgrade pln', "error: unknown command 'pln'\nhint: did you mean plan?\n"],
  ['lab help dwn', "error: unknown command 'dwn'\nhint: did you mean down?\n"],
  [
    'health --for 10000h',
    'error: --for: `10000h` is longer than 168h\nhint: write 500ms, 60s, 1m30s or 2h\n',
  ],
  [
    'health --for 0',
    'error: --for: `0` is a number without a unit\nhint: write 500ms, 60s, 1m30s or 2h\n',
  ],
  [
    'health --deadline 0s',
    'error: --deadline 0s leaves no time to ask anybody\nhint: write --deadline 30s\n',
  ],
  [
    'health --inventory=',
    'error: --inventory: its value is empty\nhint: give a value, or leave it out\n',
  ],
  [
    'upgrade rehearse p.json --seeds 0',
    'error: --seeds: `0` is no number from 1 to 100000\nhint: write a whole number: --seeds 3\n',
  ],
  [
    'upgrade rehearse p.json --seed -1',
    'error: --seed: `-1` is no number from 0 to 999999999\nhint: write a whole number: --seed 3\n',
  ],
  [
    'upgrade rehearse p.json --faults dies@10.0.0.1,',
    'error: --faults: `dies@10.0.0.1,` leaves an item empty\nhint: write --faults ONE,OTHER or --faults ONE --faults OTHER\n',
  ],
  [
    'health --for 1s --deadline 1ms',
    'error: --deadline must be longer than --for\nhint: leave time for the last look, for instance: --for 90s --deadline 3m\n',
  ],
  [
    'health --from r --deadline 1m',
    'error: --from and --deadline exclude each other\nhint: a recording keeps nobody waiting: leave --deadline out\n',
  ],
  [
    'health --from r',
    'error: /here/r: there is no recording\nhint: give the folder that ringward record wrote (--from DIR), or make one: ringward record DIR\n',
  ],
  [
    'health --from r -i x.yaml',
    'error: --from and --inventory exclude each other\nhint: a recording names its own nodes: leave --inventory out\n',
  ],
  ['record', "error: missing required argument 'dir'\nhint: see: ringward record --help\n"],
  [
    'lab demo --from abc',
    'error: `abc` is no Cassandra version a lab can run\nhint: tested are 2.1.13, 2.1.22, 2.2.19, 3.11.19, 4.0.19, 4.1.10, 5.0.8\n',
  ],
  [
    'lab load --rate x',
    'error: --rate: `x` is no number from 1 to 10000\nhint: write a whole number: --rate 3\n',
  ],
  [
    'completion powershell',
    'error: there is no completion for `powershell`\nhint: there is for: bash, zsh, fish\n',
  ],
  [
    'lab up --nodes 0',
    'error: --nodes: `0` is no number from 1 to 50\nhint: write a whole number: --nodes 3\n',
  ],
  [
    'lab up --also 4.1.10,',
    'error: --also: `4.1.10,` leaves an item empty\nhint: write --also ONE,OTHER or --also ONE --also OTHER\n',
  ],
  [
    'health -i no.yaml',
    'error: /here/no.yaml: there is no such inventory\nhint: docs/inventory.md shows one\n',
  ],
])('`%s` is one error line, one hint line and exit 2', async (line, err) => {
  expect(await run(line)).toEqual({ exitCode: 2, out: '', err });
});

test.each([
  [['upgrade', 'run', ''], 'plan: its value is empty\nhint: give a value\n'],
  [['upgrade', 'status', ''], 'run: its value is empty\nhint: give a value, or leave it out\n'],
  [['restart', '--cures', ''], '--cures: `` leaves an item empty\nhint: write --cures ONE,OTHER'],
])('%j has an empty value, which is told as such', async (argv, err) => {
  const ended = await run(argv);
  expect(ended.exitCode).toBe(2);
  expect(ended.err).toContain(`error: ${err}`);
});

test.each([
  'upgrade plan --to 5.0.8',
  'upgrade run p.json',
  'upgrade resume',
  'upgrade status',
  'restart',
])('`%s` without an inventory says where it was looked for', async (line) => {
  expect(await run(line)).toEqual({
    exitCode: 2,
    out: '',
    err: 'error: there is no ringward.yaml in /here or any folder above it\nhint: write one (docs/inventory.md shows how), or name it: --inventory FILE\n',
  });
});

test('a restart that nobody can agree to ends before the cluster is asked', async () => {
  const shipped = readFileSync(
    new URL('../../playbooks/rolling-restart.yaml', import.meta.url),
    'utf8',
  );
  // The fakes throw at any command or query.
  const { exitCode, out, err } = await run('restart', {
    '/here/ringward.yaml': inventory,
    '/pkg/playbooks/rolling-restart.yaml': shipped,
  });
  expect({ exitCode, out, err }).toEqual({
    exitCode: 2,
    out: '',
    err: 'error: nobody to ask: this is not a terminal\nhint: give --yes to go on without being asked\n',
  });
});

test.each([
  ['help', 'Usage: ringward [options] [command]'],
  ['help upgrade plan', 'Usage: ringward upgrade plan '],
  ['upgrade help plan', 'Usage: ringward upgrade plan '],
])('`%s` explains that command', async (line, usage) => {
  const { exitCode, out, err } = await run(line);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain(usage);
});

test('without a command it says what there is', async () => {
  const { exitCode, err } = await run('');
  expect(exitCode).toBe(2);
  expect(err).toContain('error: no command given');
});

test.each(['bash', 'zsh', 'fish'])(
  'completion %s knows every command and option',
  async (shell) => {
    const { exitCode, out } = await run(`completion ${shell}`);
    expect(exitCode).toBe(0);
    for (const word of ['health', 'upgrade', 'restart', 'lab', 'resume', 'fail-on', 'drain-hangs@'])
      expect(out).toContain(word);
  },
);

test('an unexpected error is called a bug, exit 70, and its stack is shown with --debug only', async () => {
  const unreadable = { '/pkg/package.json': '{' };
  const plain = await run('health', unreadable);
  expect(plain.exitCode).toBe(70);
  expect(plain.err).toMatch(/^error: unexpected: .*\nhint: this is a bug in Ringward.*\n$/);
  expect((await run('health --debug', unreadable)).err).toMatch(/\n {4}at /);
});

test('a wrong value is one error line that says what is right', async () => {
  const texts = { '/here/ringward.yaml': `${inventory}limits: { stallAfter: soon }\n` };
  const { exitCode, err } = await run('health', texts);
  expect(err).toMatch(/^error: \/here\/ringward\.yaml:3:23: .*stallAfter.*60s.*\n/);
  expect(exitCode).toBe(2);
});
