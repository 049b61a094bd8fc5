import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import { remoteEndIn, remoteRunArgv } from '../../src/model/remote-sh.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringward-bare-'));

/** A machine without coreutils' timeout. */
const bare = { PATH: join(folder, 'bin') };

beforeAll(async () => {
  await localRunner.run({ argv: ['mkdir', bare.PATH], timeoutMs: 5_000 });
  for (const name of ['sh', 'sleep', 'printf']) {
    const where = ['/bin', '/usr/bin']
      .map((each) => `${each}/${name}`)
      .find((each) => existsSync(each));
    symlinkSync(where ?? '', join(bare.PATH, name));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const runBare = (script: string, timeoutMs: number) =>
  localRunner.run({
    argv: remoteRunArgv(['sh', '-c', script], 'mark', timeoutMs),
    timeoutMs: 20_000,
    env: bare,
  });

test('without timeout there a command has its exit code and output all the same', async () => {
  const result = await runBare('echo out; echo err >&2; exit 3', 5_000);
  if (result.kind !== 'exited') throw new Error(result.kind);
  expect(result.stdout).toBe('out\n');
  expect(remoteEndIn(result.stderr, 'mark')).toEqual({ code: 3, stderr: 'err\n' });
});

test('without timeout there the command is ended at its limit', async () => {
  const file = join(folder, 'pid');
  const result = await runBare(`echo $$ >${file}; exec sleep 600`, 1_000);
  if (result.kind !== 'exited') throw new Error(result.kind);
  expect(remoteEndIn(result.stderr, 'mark')?.code).toBe(128 + 15);
  const pid = readFileSync(file, 'utf8').trim();
  await vi.waitFor(() => {
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});

test('words before and after the mark are the command’s; without it nothing is known', () => {
  expect(remoteEndIn('a\nmark 7\nb', 'mark')).toEqual({ code: 7, stderr: 'ab' });
  expect(remoteEndIn('mark 7\n', 'mark')).toBeUndefined();
  expect(remoteEndIn('a\nmark 7', 'mark')).toBeUndefined();
  expect(remoteEndIn('Connection closed', 'mark')).toBeUndefined();
});
