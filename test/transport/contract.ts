import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { CommandResult, Runner, RunRequest } from '../../src/ports/runner.ts';
import { nastyWords } from '../nasty-words.ts';

/** A way to one node, over real processes. */
export interface WayUnderTest {
  readonly runner: Runner;
  /** Commands on the node may write here. */
  readonly folder: string;
}

export const node = '10.0.0.1';

export function exitedOf(result: CommandResult) {
  if (result.kind !== 'exited') throw new Error(JSON.stringify(result));
  return result;
}

/** What every way owes, whatever it is made of. */
export function owesTheContract(
  title: string,
  way: () => WayUnderTest,
  order: 'in turn' | 'side by side',
): void {
  const ask = (argv: readonly string[], more: Partial<RunRequest> = {}) =>
    way().runner.run({ node, argv, timeoutMs: 20_000, ...more });

  /** Ways share the machine: what one has left another would find. */
  const freshPath = (name: string) => join(mkdtempSync(join(way().folder, 'jobs-of-')), name);

  const inOrder = order === 'in turn' ? describe : describe.concurrent;
  inOrder(title, () => {
    test.each([0, 1, 3, 125, 127, 255])('exit code %i is the command’s own', async (code) => {
      const script = `printf 'so\\n'; printf 'no' >&2; exit ${code}`;
      const { durationMs, ...rest } = exitedOf(await ask(['sh', '-c', script]));
      expect(rest).toEqual({ kind: 'exited', code, stdout: 'so\n', stderr: 'no' });
      expect(durationMs).toBeGreaterThan(0);
    });

    test('a program that is not there: its exit code, not an unreachable node', async () => {
      expect(exitedOf(await ask(['no-such-program'])).code).toBe(127);
    });

    test('bytes of stdout come as they were, in the C locale, from the root folder', async () => {
      const long = exitedOf(await ask(['sh', '-c', 'yes ä€😀 | head -n 20000']));
      expect(long.stdout).toBe('ä€😀\n'.repeat(20_000));
      const place = exitedOf(await ask(['sh', '-c', 'echo "$LC_ALL $PWD"']));
      expect(place.stdout).toBe('C /\n');
    });

    test('every word arrives as it was, as one word', async () => {
      const word = fc
        .string({ unit: 'binary', maxLength: 30 })
        .filter((text) => !text.includes('\0'));
      const words = fc.array(fc.oneof(word, fc.constantFrom(...nastyWords)), {
        minLength: 1,
        maxLength: 30,
      });
      await fc.assert(
        fc.asyncProperty(words, async (given) => {
          const { stdout } = exitedOf(await ask(['printf', '%s\\0', ...given]));
          const wellFormed = given.map((each) => Buffer.from(each, 'utf8').toString('utf8'));
          expect(stdout.split('\0').slice(0, -1)).toEqual(wellFormed);
        }),
        { numRuns: 25 },
      );
    });

    test('what the limit ends here is ended there, with all that it started', async () => {
      const file = freshPath('pid');
      const script = `sleep 600 & echo $! >${file}; wait`;
      const result = await ask(['sh', '-c', script], { timeoutMs: 1_500 });
      expect(result).toMatchObject({ kind: 'timed-out', afterMs: 1_500 });
      const pid = readFileSync(file, 'utf8').trim();
      await vi.waitFor(
        () => {
          expect(existsSync(`/proc/${pid}`)).toBe(false);
        },
        { timeout: 10_000, interval: 100 },
      );
    });

    test('a job: output and exit code are the command’s; one of its name is found, another is begun', async () => {
      const base = freshPath('jobs');
      const file = freshPath('count');
      const script = `echo x >>${file}; wc -l <${file}; echo why >&2; umask; exit 4`;
      for (const [name, count] of [
        ['install-1', 1],
        ['install-1', 1],
        ['install-2', 2],
      ] as const) {
        const ended = exitedOf(await ask(['sh', '-c', script], { job: { folder: base, name } }));
        expect(ended.code).toBe(4);
        expect(ended.stdout).toMatch(new RegExp(`^${count}\n0022\n$`));
        expect(ended.stderr).toBe('why\n');
      }
    });

    test('a job whose folder somebody else put there first is not begun, and what is to be done is said', async () => {
      const folder = freshPath('jobs-of-others');
      const own = `${folder}-${process.getuid?.() ?? 0}`;
      const acted = freshPath('acted');
      symlinkSync(tmpdir(), own);
      const job = { folder, name: 'stop-1' };
      const ended = await ask(['sh', '-c', `echo acted >${acted}`], { job });
      expect(ended).toMatchObject({
        kind: 'unreachable',
        reason: expect.stringMatching(
          `^it was not begun: ${own} was put there by somebody else: l.* -> .*; have it removed there`,
        ) as string,
      });
      expect(existsSync(acted)).toBe(false);
    });

    test('jobs of a run come one after the other, whoever asks', async () => {
      const file = freshPath('turns');
      const script = `echo begun >>${file}; sleep 2; echo done >>${file}`;
      const folder = freshPath('jobs-in-turn');
      const act = (name: string) => ask(['sh', '-c', script], { job: { folder, name } });
      const first = act('install-1');
      await vi.waitFor(
        () => {
          expect(readFileSync(file, 'utf8')).toBe('begun\n');
        },
        { timeout: 10_000, interval: 50 },
      );
      expect(exitedOf(await act('install-2')).code).toBe(0);
      expect(exitedOf(await first).code).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe('begun\ndone\nbegun\ndone\n');
    });

    test('a job is begun only under the lock of this very process', async () => {
      const place = freshPath('a');
      const [lock, file] = [`${place}-lock`, `${place}-file`];
      const line = '{"runId":"r7","pid":1}';
      const held = { lock, line };
      const job = { folder: freshPath('jobs-locked'), name: 'stop-1', held };
      const argv = ['sh', '-c', `echo acted >${file}`];
      for (const other of [undefined, '{"runId":"r70","pid":1}', '{"runId":"r7","pid":2}']) {
        if (other !== undefined) writeFileSync(lock, `${other}\n`);
        expect(await ask(argv, { job })).toMatchObject({
          kind: 'unreachable',
          reason: `it was not begun: ${lock} is not the lock of this run any more: ${other ?? 'it is gone'}`,
        });
      }
      expect(existsSync(file)).toBe(false);
      writeFileSync(lock, `${line}\n`);
      expect(exitedOf(await ask(argv, { job })).code).toBe(0);
    });

    test('a job that overstays is ended there and told as timed out', async () => {
      const job = { folder: freshPath('jobs'), name: 'stop-late' };
      const argv = ['sh', '-c', 'echo begun; exec sleep 600'];
      const result = await ask(argv, { job, timeoutMs: 2_000 });
      expect(result).toMatchObject({ kind: 'timed-out', afterMs: 2_000, stdout: 'begun\n' });
    });
  });
}
