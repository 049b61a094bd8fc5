import { expect, test } from 'vitest';
import { parseInventory } from '../../src/config/inventory.ts';
import { clusterPorts } from '../../src/cli/cluster-ports.ts';
import type { Files } from '../../src/ports/files.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const inventory = parseInventory('cluster: c\ntransport: ssh\nnodes: [10.0.0.1]\n', '/r.yaml');

/** The arguments of ssh with this environment. */
async function sshWith(env: Readonly<Record<string, string>>, files: Files = memoryFiles()) {
  const runner = fakeRunner([['ssh', exited('')]]);
  const given = { ...fakePorts({ runner, env }), files };
  const { runner: reached } = await clusterPorts(inventory, given);
  await reached.run({ node: '10.0.0.1', argv: ['true'], timeoutMs: 1_000 });
  return runner.requests[0]?.argv ?? [];
}

const sharedIn = (folder: string) =>
  expect.stringMatching(new RegExp(`^ControlPath="${folder}/[0-9a-f]{32}"$`)) as string;

test('transport: ssh shares connections in a folder of its own', async () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/7', HOME: '/h' };
  expect(await sshWith(env)).toContainEqual(sharedIn('/run/user/7/ringward-ssh'));
  expect(await sshWith({ HOME: '/h' })).toContainEqual(sharedIn('/h/.local/state/ringward-ssh'));
});

test('nowhere to share them, or a path too long for a socket: every command is a log-in', async () => {
  for (const env of [{}, { HOME: `/${'h'.repeat(60)}` }] as const) {
    expect((await sshWith(env)).join(' ')).not.toContain('Control');
  }
});

test('a folder that cannot be made, or is not ours alone: every command is a log-in', async () => {
  const files = memoryFiles();
  const notOurs = { ...files, isPrivateFolder: () => Promise.resolve(false) };
  const notMade = { ...notOurs, makeFolder: () => Promise.reject(new Error('EACCES')) };
  for (const each of [notOurs, notMade]) {
    expect((await sshWith({ HOME: '/h' }, each)).join(' ')).not.toContain('Control');
  }
});

test('transport: local: the runner of this machine', async () => {
  const local = parseInventory('cluster: c\nnodes: [10.0.0.1]\n', '/r.yaml');
  const ports = fakePorts();
  expect(await clusterPorts(local, ports)).toBe(ports);
});
