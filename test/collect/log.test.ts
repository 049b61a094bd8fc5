import { expect, test } from 'vitest';
import { askLog } from '../../src/collect/log.ts';
import type { CommandResult } from '../../src/ports/runner.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { refused, world } from './world.ts';

const line = 'WARN  [main] 2026-11-29 07:00:00,000 X.java:1 - a';

async function asked(said: string | CommandResult, log?: readonly string[]) {
  const runner = fakeRunner([['/home/n2/log 500', said]]);
  const { on } = world({ runner });
  const context = on('127.0.1.2');
  const node = { ...context.node, home: '/home/n2', commands: log ? { log } : {} };
  return { runner, answer: await askLog({ ...context, node }) };
}
const command = ['{home}/log', '500'];

test('the command of the inventory is run, with its placeholders filled, and read', async () => {
  const { answer } = await asked(`${line}\n`, command);
  expect(answer).toMatchObject({ kind: 'seen', value: { entries: [{ message: 'a' }] } });
});

test('without one it is not to be had, and nothing is run', async () => {
  const { answer, runner } = await asked(`${line}\n`);
  expect(answer).toMatchObject({
    why: 'unsupported',
    detail: 'the inventory has no command `log`',
  });
  expect(runner.requests).toEqual([]);
});

test.each([
  [
    'fails',
    exited('', 1, 'tail: cannot open: Permission denied\n'),
    'failed',
    'log: tail: cannot open: Permission denied',
  ],
  ['fails without a word', exited('', 2), 'failed', 'log: exit code 2'],
  ['does not reach the node', refused, 'failed', /Connection refused/],
  [
    'prints another layout',
    exited('{"level":"WARN"}\n'),
    'unsupported',
    /^the log is not in Cassandra's layout/,
  ],
])('a command that %s is told', async (_, said, why, detail) => {
  const { answer } = await asked(said, command);
  expect(answer).toMatchObject({ kind: 'missing', why });
  expect((answer as { readonly detail: string }).detail).toMatch(detail);
});

test('a command that does not end is timed out', async () => {
  const said = { kind: 'timed-out', afterMs: 20_000, stdout: '', stderr: '' } as const;
  expect((await asked(said, command)).answer).toMatchObject({ why: 'timed-out' });
});
