import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import {
  giveLockArgv,
  holderIn,
  jobsFolder,
  nodeLockAnswer,
  takeLockArgv,
} from '../../src/model/node-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringward-lock-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The shells of this machine that a node may have as its sh. */
const shells = ['sh', 'dash', 'bash'].filter((name) => {
  try {
    return execFileSync(name, ['-c', 'echo here'], { encoding: 'utf8' }) === 'here\n';
  } catch {
    return false;
  }
});

test('there is a shell to test with', () => {
  expect(shells).toContain('sh');
});

describe.each(shells)('with %s', (shell) => {
  const file = join(folder, `lock of ${shell}`);
  const run = async ([, ...argv]: readonly string[]) =>
    await localRunner.run({ argv: [shell, ...argv], timeoutMs: 20_000 });
  const answerOf = async (argv: readonly string[]) => {
    const result = await run(argv);
    if (result.kind !== 'exited') throw new Error(result.kind);
    return nodeLockAnswer(result.stdout) ?? `${result.code} ${result.stderr}`;
  };

  test('the first takes it, the second is told by whom it is held, and it is free when given back', async () => {
    expect(await answerOf(takeLockArgv(file, "o'ne 1"))).toEqual({ kind: 'taken' });
    const held = { kind: 'held', line: "o'ne 1" };
    expect(await answerOf(takeLockArgv(file, 'two'))).toEqual(held);
    await run(giveLockArgv(file, 'two', 'r2'));
    expect(await answerOf(takeLockArgv(file, 'two'))).toEqual(held);
    const jobs = `${jobsFolder(file, 'r1')}-${userInfo().uid}`;
    mkdirSync(jobs);
    await run(giveLockArgv(file, "o'ne 1", 'r1'));
    expect(existsSync(file)).toBe(false);
    expect(existsSync(jobs)).toBe(false);
  });

  test('it is taken over from whom it was seen with, and from nobody else', async () => {
    await answerOf(takeLockArgv(file, 'one'));
    const held = { kind: 'held', line: 'one' };
    expect(await answerOf(takeLockArgv(file, 'two', 'three'))).toEqual(held);
    expect(await answerOf(takeLockArgv(file, 'two', 'one'))).toEqual({ kind: 'taken' });
    expect(await answerOf(takeLockArgv(file, 'three', 'one'))).toEqual({
      kind: 'held',
      line: 'two',
    });
    await run(giveLockArgv(file, 'two', 'r'));
  });

  test('of many at once one gets it, free or to be taken over', async () => {
    const contest = async (names: readonly string[], seen?: string) => {
      const answers = await Promise.all(
        names.map((name) => answerOf(takeLockArgv(file, name, seen))),
      );
      return names.filter((_, at) => {
        const answer = answers[at];
        return typeof answer === 'object' && answer.kind === 'taken';
      });
    };
    const first = await contest(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(first).toHaveLength(1);
    const [winner = ''] = first;
    expect(await contest(['u', 'v', 'w', 'x', 'y', 'z'], winner)).toHaveLength(1);
    rmSync(file);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('no such folder, or a link that leads astray: no lock, in words', async () => {
    expect(await answerOf(takeLockArgv(join(folder, 'none', 'lock'), 'one'))).toMatch(
      /^[12] .*none/s,
    );
    symlinkSync('/nowhere/at/all', file);
    expect(await answerOf(takeLockArgv(file, 'one'))).toMatch(/cannot be put there/);
    rmSync(file);
  });
});

test.each([
  undefined,
  '',
  'null',
  '7',
  '{}',
  '{"runId":"r","pid":"1","hostname":"h","command":"c","since":0}',
])('%j is no holder', (text) => {
  expect(holderIn(text)).toBeUndefined();
});
