import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import type { NodeReach } from '../../src/model/reach.ts';
import type { Runner } from '../../src/ports/runner.ts';
import { reachedRunner } from '../../src/transport/reached-runner.ts';
import { node, owesTheContract } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringward-contract-'));

/** Each writes down what it was called with, then does there what it was told: `ssh` through a shell, as sshd does. */
const executables = {
  ssh: 'for last; do :; done; exec sh -c "$last"',
  docker: 'shift 2; exec "$@"',
  kubectl: 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
};

const reaches: Readonly<Record<keyof typeof executables, NodeReach>> = {
  ssh: { kind: 'ssh', host: 'db1', user: 'ops', port: 2222, jump: ['bastion'] },
  docker: { kind: 'docker', container: 'cassandra-1' },
  kubectl: { kind: 'kubectl', context: 'prod', namespace: 'data', pod: 'dc1-0', container: 'c' },
};

/** Runs here, with the recording executables before all others. */
const recording: Runner = {
  run: (request) =>
    localRunner.run({ ...request, env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } }),
};

let words = 0;

function wayTo(reach: NodeReach): Runner {
  const nodes = [
    { address: node, cqlAddress: node, cqlPort: 9042, nodetool: ['nodetool'], commands: {}, reach },
  ];
  const newWord = () => `w${(words += 1)}`;
  return reachedRunner(nodes, { runner: recording, clock: systemClock, newWord });
}

beforeAll(() => {
  for (const [name, does] of Object.entries(executables)) {
    const file = join(folder, name);
    const note = `for word; do printf '%s\\0' "$word"; done >${file}.called`;
    writeFileSync(
      file,
      `#!/bin/sh\n${note}\nif [ -s ${file}.says ]; then cat ${file}.says >&2; exit 1; fi\n${does}\n`,
    );
    chmodSync(file, 0o755);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Most of the time they wait for processes.
describe.concurrent.each(Object.entries(reaches))('%s', (name, reach) => {
  const way = () => ({ runner: wayTo(reach), folder });
  owesTheContract('over a recording executable', way, 'side by side');

  const alone = { concurrent: false };
  test('a way that fails with exit code 1 is no command that ended with 1', alone, async () => {
    const says = join(folder, `${name}.says`);
    writeFileSync(says, 'first\nError: no such place\n');
    const result = await wayTo(reach).run({ node, argv: ['true'], timeoutMs: 5_000 });
    writeFileSync(says, '');
    const reason = `${name}: first; Error: no such place`;
    expect(result).toEqual({ kind: 'unreachable', reason });
  });

  test(
    'it is called with what leads there, before anything of the command',
    alone,
    async ({ expect }) => {
      await wayTo(reach).run({ node, argv: ['true'], timeoutMs: 5_000 });
      const called = readFileSync(join(folder, `${name}.called`), 'utf8').split('\0');
      const until = called.indexOf(name === 'ssh' ? '--' : 'sh');
      expect(called.slice(0, until)).toMatchSnapshot();
    },
  );
});

test('a command for no node, or for one without a way, runs here', async () => {
  const runner = wayTo(reaches.docker);
  const here = await runner.run({ argv: ['echo', 'here'], timeoutMs: 5_000 });
  expect(here).toMatchObject({ kind: 'exited', code: 0, stdout: 'here\n' });
});

test.each([
  ['what ssh says where another connection was first is not the command’s', 3],
  ['nor is it why a way fails', 255],
])('%s', async (_, code) => {
  const first = 'ControlSocket /run/u/rw/ab already exists, disabling multiplexing\r\n';
  const stderr = `${first}why\n${code === 255 ? '' : `\nringward-w0 ${code}\n`}`;
  const ended = { kind: 'exited', code, stdout: '', stderr, durationMs: 1 } as const;
  const nodes = [
    {
      address: node,
      cqlAddress: node,
      cqlPort: 9042,
      nodetool: ['nodetool'],
      commands: {},
      reach: reaches.ssh,
    },
  ];
  const runner = reachedRunner(nodes, {
    ...{ runner: { run: () => Promise.resolve(ended) }, clock: systemClock, newWord: () => 'w0' },
  });
  expect(await runner.run({ node, argv: ['true'], timeoutMs: 5_000 })).toMatchObject(
    code === 255 ? { kind: 'unreachable', reason: 'ssh: why' } : { code, stderr: 'why\n' },
  );
});
