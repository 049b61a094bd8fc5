import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import type { SshReach } from '../../src/model/reach.ts';
import type { Runner } from '../../src/ports/runner.ts';
import { reachedRunner } from '../../src/transport/reached-runner.ts';
import { exitedOf, node, owesTheContract } from '../transport/contract.ts';
import { sshdIn, type Sshd } from './sshd.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringward-ssh-'));
const sockets = join(folder, 'sockets');
let sshd: Sshd;
let words = 0;

/** Without `socketFolder` every command is a log-in. */
function wayOver(other: Partial<SshReach> = {}, socketFolder?: string): Runner {
  const reach: SshReach = { kind: 'ssh', jump: [], ...sshd.reach, ...other };
  const nodes = [
    { address: node, cqlAddress: node, cqlPort: 9042, nodetool: ['nodetool'], commands: {}, reach },
  ];
  const newWord = () => `w${(words += 1)}`;
  const shared = { socketFolder: () => Promise.resolve(socketFolder) };
  return reachedRunner(nodes, { runner: localRunner, clock: systemClock, newWord, ...shared });
}

const whoami = { node, argv: ['id', '-un'], timeoutMs: 20_000 };

beforeAll(async () => {
  mkdirSync(sockets, { mode: 0o700 });
  sshd = await sshdIn(join(folder, 'sshd'));
  return () => {
    sshd.close();
  };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

owesTheContract(
  'a real sshd, one connection for all commands',
  () => ({ runner: wayOver({}, sockets), folder }),
  // Each test is a process to ssh: of several that begin at once one complains that another was first.
  'in turn',
);

test('through a jump host and another, whose keys are checked as well', async () => {
  const { port, user } = sshd.reach;
  const jump = [`${user}@127.0.0.1:${port}`, `${user}@localhost:${port}`];
  const refused = await wayOver({ jump }).run(whoami);
  expect(refused).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringContaining('Host key verification failed') as string,
  });
  const way = wayOver({ jump: jump.slice(0, 1) });
  expect(exitedOf(await way.run(whoami)).stdout).toBe(`${user}\n`);
  const twice = wayOver({ jump: [jump[0] ?? '', jump[0] ?? ''] });
  expect(exitedOf(await twice.run(whoami)).stdout).toBe(`${user}\n`);
});

test('a key that the server does not know: unreachable, in ssh’s words', async () => {
  const result = await wayOver({ identityFile: sshd.strangerKey }).run(whoami);
  expect(result).toEqual({
    kind: 'unreachable',
    reason: `ssh: ${sshd.reach.user}@127.0.0.1: Permission denied (publickey).`,
  });
});

test('nobody listens: unreachable', async () => {
  const result = await wayOver({ port: 1 }).run(whoami);
  expect(result).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/^ssh: .*Connection refused$/) as string,
  });
});

test('the link is killed in the middle of a step: the command goes on and is found again', async () => {
  const file = join(folder, 'acts');
  const argv = ['sh', '-c', `echo begun >>${file}; sleep 4; echo done >>${file}; echo said`];
  const job = { folder: join(folder, 'jobs'), name: 'r2-install' };
  const ended = wayOver({}, sockets).run({ node, argv, timeoutMs: 60_000, job });
  await vi.waitFor(
    () => {
      expect(readFileSync(file, 'utf8')).toBe('begun\n');
    },
    { timeout: 10_000, interval: 50 },
  );
  expect(sshd.dropConnections()).toBeGreaterThan(0);
  expect(exitedOf(await ended)).toMatchObject({ code: 0, stdout: 'said\n' });
  expect(readFileSync(file, 'utf8')).toBe('begun\ndone\n');
});

test('Ringward itself dies in the middle of a step: the next one finds the command again', async () => {
  const file = join(folder, 'acts-of-two');
  const argv = ['sh', '-c', `echo begun >>${file}; sleep 3; echo said`];
  const job = { folder: join(folder, 'jobs'), name: 'r3-install' };
  const left = new AbortController();
  const first = wayOver().run({ node, argv, timeoutMs: 60_000, job, signal: left.signal });
  await vi.waitFor(
    () => {
      expect(readFileSync(file, 'utf8')).toBe('begun\n');
    },
    { timeout: 10_000, interval: 50 },
  );
  left.abort();
  expect(await first).toEqual({ kind: 'cancelled' });
  const second = await wayOver().run({ node, argv, timeoutMs: 60_000, job });
  expect(exitedOf(second)).toMatchObject({ code: 0, stdout: 'said\n' });
  expect(readFileSync(file, 'utf8')).toBe('begun\n');
});

test('a host key that changed is refused', async () => {
  sshd.forgetHostKey();
  const result = await wayOver().run(whoami);
  expect(result).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/^ssh: .*Host key verification failed\.$/) as string,
  });
});
