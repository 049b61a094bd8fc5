import { expect, test } from 'vitest';
import { run } from './run-program.ts';
import { acceptancesOf } from '../../src/cli/acceptances.ts';

test('each rule has the reason that stands behind it', () => {
  expect(acceptancesOf({})).toEqual([]);
  expect(
    acceptancesOf({ accept: ['java', 'jamm'], because: ['a, b', 'the script puts it there'] }),
  ).toEqual([
    { rule: 'java', because: 'a, b' },
    { rule: 'jamm', because: 'the script puts it there' },
  ]);
  expect(acceptancesOf({ accept: ['keyspace=scratch'], because: ['a cache'] })).toEqual([
    { keyspace: 'scratch', because: 'a cache' },
  ]);
});

test.each([
  ['--accept javva --because x', '--accept: there is no rule "javva"', 'did you mean java?'],
  ['--accept java', '--accept is there 1 times, --because with a reason 0 times', 'write a reason'],
  ['--because x', '--accept is there 0 times, --because with a reason 1 times', 'write a reason'],
  [
    '--accept java --because x --accept java --because y',
    '--accept java is there twice',
    'write a reason',
  ],
  ['--accept keyspace=a.b --because x', 'no keyspace is called "a.b"', 'DESCRIBE KEYSPACES'],
  [
    '--accept keyspace= --because x',
    '--accept keyspace=: the name of the keyspace is missing',
    'write it: --accept keyspace=NAME',
  ],
  // Gate storage-mode would hold each node all the same.
  [
    '--accept way-back-open --because x',
    '--accept: rule way-back-open is never accepted',
    'there is no way back from UPGRADING or NONE but snapshots',
  ],
  ['--accept keyspace=ks', '--because with a reason 0 times', 'write a reason behind each'],
  ['--margin 10', '--margin: `10` is no number from 0 to 9', 'write a whole number: --margin 3'],
  ['--allow-down -1', '--allow-down: `-1` is no number from 0 to 999', 'write a whole number'],
  // Notes are nobody's to accept: they do not block.
  ['--accept snapshot-taken --because x', 'there is no rule "snapshot-taken"', 'known here'],
  [
    '--yaml-diff --format json',
    '--yaml-diff is text for a terminal, and --format json was asked for',
    'leave',
  ],
])('%s is refused before anything is read', async (flags, message, hint) => {
  const { exitCode, err, out } = await run(`upgrade plan --to 5.0.8 ${flags}`);
  expect(exitCode).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
  expect(err).toContain(hint);
});

test('a restart takes no reason without a keyspace either', async () => {
  const { exitCode, err } = await run('restart --yes --accept keyspace=ks');
  expect(exitCode).toBe(2);
  expect(err).toContain('--because with a reason 0 times');
});

test('a reason of blanks is none', async () => {
  const { exitCode, err } = await run(['upgrade', 'plan', '--accept', 'java', '--because', ' ']);
  expect(exitCode).toBe(2);
  expect(err).toContain('--because with a reason 0 times');
});
