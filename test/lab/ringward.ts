import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { LoadResult } from '../../src/lab/load-result.ts';
import { specPath } from '../../src/lab/spec.ts';

export const bin = new URL('../../bin/ringward.js', import.meta.url).pathname;

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
  hasEnded(): boolean;
  /** Resolves when stdout or stderr holds the text; rejects when the process ends before. */
  says(text: string | RegExp): Promise<void>;
}

/** What this test file runs now. */
const runningNow = new Set<Running>();

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
  const running = { child, ended, hasEnded: () => !runningNow.has(running), says };
  runningNow.add(running);
  void ended.then(() => runningNow.delete(running));
  return running;
}

const endMs = 20_000;

/** What a test that failed left running: told to end, and killed when it does not. */
async function endAllRunning(): Promise<void> {
  const ends = [...runningNow].map(async ({ child, ended }) => {
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), endMs);
    await ended;
    clearTimeout(limit);
  });
  await Promise.all(ends);
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

export type Lab = ReturnType<typeof labIn>;

interface Closable {
  close(): unknown;
}

/** A folder of this suite, with a lab in it. After the suite all is ended and taken away, whatever failed. */
export function labIn(name: string, network: string) {
  const folder = mkdtempSync(join(tmpdir(), `ringward-${name}-`));
  const dir = join(folder, 'lab');
  const closing: Closable[] = [];
  const down = async () => {
    await endAllRunning();
    return await mustRun(['lab', 'down', '--dir', dir], folder);
  };
  afterAll(async () => {
    await endAllRunning();
    try {
      for (const each of closing.toReversed()) await each.close();
    } finally {
      if (existsSync(specPath(dir))) await down();
      rmSync(folder, { recursive: true, force: true });
    }
  });
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
    /** Ends what this file runs, then the nodes. */
    down,
    /** To be closed after the suite, before the lab is down; the last one first. */
    closes: <T extends Closable>(what: T): T => {
      closing.push(what);
      return what;
    },
  };
}
