import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LoadResult } from '../../src/lab/load-result.ts';

const bin = new URL('../../bin/ringward.js', import.meta.url).pathname;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A running `ringward`, as a user would start it. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stdout or stderr holds the text; rejects when the process ends before. */
  says(text: string | RegExp): Promise<void>;
}

export function start(
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Running {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  const waiters: (() => void)[] = [];
  const take = (which: 'out' | 'err') => (chunk: Buffer) => {
    text[which] += chunk.toString();
    for (const waiter of waiters) waiter();
  };
  child.stdout.on('data', take('out'));
  child.stderr.on('data', take('err'));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...text });
    });
  });
  const says = (wanted: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const all = text.out + text.err;
        if (typeof wanted === 'string' ? all.includes(wanted) : wanted.test(all)) resolve();
      };
      waiters.push(look);
      look();
      void ended.then(({ out, err }) => {
        reject(new Error(`ended without saying ${String(wanted)}:\n${out}${err}`));
      });
    });
  return { child, ended, says };
}

export async function run(
  argv: readonly string[],
  cwd: string,
  env?: NodeJS.ProcessEnv,
): Promise<Ended> {
  return await start(argv, cwd, env).ended;
}

/** Runs and throws with everything that was printed unless it ends 0. */
export async function mustRun(
  argv: readonly string[],
  cwd: string,
  env?: NodeJS.ProcessEnv,
): Promise<Ended> {
  const ended = await run(argv, cwd, env);
  if (ended.code !== 0)
    throw new Error(
      `ringward ${argv.join(' ')} ended ${String(ended.code)}:\n${ended.out}${ended.err}`,
    );
  return ended;
}

/**
 * Ends a load that others are judged under. Told in full, because a machine without time for its nodes
 * shows there: replicas may take longer than the load waits to be complete, which is no loss.
 */
export async function endLoad(load: Running): Promise<LoadResult> {
  load.child.kill('SIGINT');
  const { out, err } = await load.ended;
  process.stdout.write(`load: ${out}`);
  expect(JSON.parse(out), err).toMatchObject({ failed: 0, misread: 0, lost: 0 });
  return JSON.parse(out) as LoadResult;
}

/** A folder of this test file, with a lab in it that `down` takes away again. */
export function labIn(name: string, network: string) {
  const folder = mkdtempSync(join(tmpdir(), `ringward-${name}-`));
  const dir = join(folder, 'lab');
  return {
    folder,
    dir,
    node: (number: number) => join(dir, `node${number}`),
    address: (number: number) => `${network}.${number}`,
    state: join(folder, 'state'),
    /** Commands that need the lab's inventory run in the lab's folder. */
    run: (...argv: string[]) => run(argv, dir),
    mustRun: (...argv: string[]) => mustRun(argv, dir),
    start: (...argv: string[]) => start(argv, dir),
    /** In a node of the lab, which is named first. */
    exec: (...argv: string[]) => mustRun(['lab', 'exec', '--dir', dir, ...argv], dir),
    fault: (...argv: string[]) => mustRun(['lab', 'fault', '--dir', dir, ...argv], dir),
    up: (version: string, ...more: string[]) =>
      mustRun(['lab', 'up', version, '--dir', dir, '--network', network, ...more], folder),
    down: () => run(['lab', 'down', '--dir', dir], folder),
  };
}
