import { expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { exitCodeMeanings } from '../../src/model/outcome.ts';
import { fakePorts } from '../fakes/fake-ports.ts';

async function run(line: string) {
  const ports = fakePorts();
  const exitCode = await runProgram(line.split(' ').filter(Boolean), ports);
  return { exitCode, out: ports.streams.outText(), err: ports.streams.errText() };
}

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
  ['helth', "error: unknown command 'helth'\nhint: Did you mean health?\n"],
  ['health --formt json', "error: unknown option '--formt'\nhint: Did you mean --format?\n"],
  [
    'health --for 5x',
    'error: --for <duration>: `5x` is no duration\nhint: write 500ms, 60s, 5m or 2h\n',
  ],
  [
    'upgrade plan',
    "error: required option '--to <version>' not specified\nhint: see: ringward --help\n",
  ],
  ['upgrade run', "error: missing required argument 'plan'\nhint: see: ringward --help\n"],
  [
    'health -i no.yaml',
    'error: /work/no.yaml: there is no such inventory\nhint: docs/inventory.md shows one\n',
  ],
  [
    'upgrade run no.json',
    'error: /work/no.json: there is no such plan\nhint: make one: ringward upgrade plan --to VERSION --out PLAN\n',
  ],
])('`%s` is one error line, one hint line and exit 2', async (line, err) => {
  expect(await run(line)).toEqual({ exitCode: 2, out: '', err });
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
    for (const word of ['health', 'upgrade', 'restart', 'lab', 'resume', 'fail-on'])
      expect(out).toContain(word);
  },
);
