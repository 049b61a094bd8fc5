import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import {
  giveLockArgv,
  holderIn,
  jobsFolder,
  lookAtLockArgv,
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

  const lineOf = (runId: string) => JSON.stringify({ runId, command: "o'ne 1" });
  const take = (runId: string, seen?: string) =>
    answerOf(takeLockArgv(file, runId, lineOf(runId), seen));
  const give = (runId: string) => answerOf(giveLockArgv(file, runId));
  const held = (runId: string) => ({ kind: 'held', line: lineOf(runId) });

  test('the first takes it, the second is told by whom it is held, and it is free when given back', async () => {
    expect(await take('r1')).toEqual({ kind: 'taken' });
    expect(await take('r2')).toEqual(held('r1'));
    expect(await give('r2')).toEqual({ kind: 'given' });
    expect(await take('r2')).toEqual(held('r1'));
    const jobs = `${jobsFolder(file, 'r1')}-${userInfo().uid}`;
    mkdirSync(jobs);
    await give('r1');
    expect(existsSync(file)).toBe(false);
    expect(existsSync(jobs)).toBe(false);
  });

  test('a look says what is there, and only what is its own line is given back', async () => {
    expect(await answerOf(lookAtLockArgv(file))).toEqual({ kind: 'free' });
    await take('r1');
    expect(await answerOf(lookAtLockArgv(file))).toEqual(held('r1'));
    // Another part of the same run has it.
    expect(await answerOf(giveLockArgv(file, 'r1', 'another'))).toEqual({ kind: 'given' });
    expect(await answerOf(lookAtLockArgv(file))).toEqual(held('r1'));
    expect(await answerOf(giveLockArgv(file, 'r1', lineOf('r1')))).toEqual({ kind: 'given' });
    expect(await answerOf(lookAtLockArgv(file))).toEqual({ kind: 'free' });
  });

  test('it is taken over from whom it was seen with, and from nobody else', async () => {
    await take('r1');
    expect(await take('r2', lineOf('r3'))).toEqual(held('r1'));
    expect(await take('r2', lineOf('r1'))).toEqual({ kind: 'taken' });
    expect(await take('r3', lineOf('r1'))).toEqual(held('r2'));
    await give('r2');
  });

  test('of many at once one gets it, free or to be taken over', async () => {
    const contest = async (runs: readonly string[], seen?: string) => {
      const answers = await Promise.all(runs.map((runId) => take(runId, seen)));
      return runs.filter((_, at) => {
        const answer = answers[at];
        return typeof answer === 'object' && answer.kind === 'taken';
      });
    };
    const first = await contest(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(first).toHaveLength(1);
    const [winner = ''] = first;
    expect(await contest(['u', 'v', 'w', 'x', 'y', 'z'], lineOf(winner))).toHaveLength(1);
    rmSync(file);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('while a command of a run is at work no other gets it, and what it keeps of it stays', async () => {
    const job = join(`${jobsFolder(file, 'r1')}-${userInfo().uid}`, 'install-1');
    mkdirSync(job, { recursive: true });
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(join(job, 'pid'), `${process.pid} ${boot}\n`);
    await take('r1');
    const busy = { kind: 'busy', why: join(job, 'pid') };
    expect(await take('r2', lineOf('r1'))).toEqual(busy);
    expect(await give('r1')).toEqual({ kind: 'given' });
    expect(await take('r2')).toEqual(busy);
    expect(await take('r1')).toEqual({ kind: 'taken' });
    writeFileSync(join(job, 'exit'), '0\n');
    expect(await take('r2', lineOf('r1'))).toEqual({ kind: 'taken' });
    await give('r2');
    // One of before the machine was started again is none.
    rmSync(join(job, 'exit'));
    writeFileSync(join(job, 'pid'), `${process.pid} another-boot\n`);
    expect(await take('r1')).toEqual({ kind: 'taken' });
    await give('r1');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('no such folder, or a link that leads astray: no lock, in words', async () => {
    const none = takeLockArgv(join(folder, 'none', 'lock'), 'r1', 'one');
    expect(await answerOf(none)).toMatch(/^[12] .*none/s);
    symlinkSync('/nowhere/at/all', file);
    const why = expect.stringContaining('cannot be put there') as string;
    expect(await take('r1')).toEqual({ kind: 'cannot', why });
    rmSync(file);
  });

  test('one that cannot be taken over is told with the reason', async () => {
    await take('r1');
    // Somebody is at it, or left this there.
    mkdirSync(`${file}.taken-over`);
    const why = expect.stringMatching(/taken-over.*exists/) as string;
    expect(await take('r2', lineOf('r1'))).toEqual({ kind: 'cannot', why });
    rmSync(`${file}.taken-over`, { recursive: true });
    await give('r1');
  });
});

test('a shell that greets is no answer, nor part of one', () => {
  expect(nodeLockAnswer('Welcome\n\nringward-lock held x y\n')).toEqual({
    kind: 'held',
    line: 'x y',
  });
  expect(nodeLockAnswer('taken\n')).toBeUndefined();
});

test.each([
  undefined,
  '',
  'null',
  '7',
  '{}',
  '{"runId":"r; id","pid":1,"hostname":"h","command":"c","since":0}',
  '{"runId":"r","pid":"1","hostname":"h","command":"c","since":0}',
  '{"runId":"r","pid":1,"hostname":"h","machine":7,"command":"c","since":0}',
])('%j is no holder', (text) => {
  expect(holderIn(text)).toBeUndefined();
});
