import { expect, test } from 'vitest';
import { parseInventory } from '../../src/config/inventory.ts';
import { clusterPorts } from '../../src/cli/cluster-ports.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';

const inventory = parseInventory('cluster: c\ntransport: ssh\nnodes: [10.0.0.1]\n', '/r.yaml');

/** The arguments of ssh with this environment. */
async function sshWith(env: Readonly<Record<string, string>>) {
  const runner = fakeRunner([['ssh', exited('')]]);
  const given = fakePorts({ runner, env });
  const { runner: reached } = await clusterPorts(inventory, given);
  await reached.run({ node: '10.0.0.1', argv: ['true'], timeoutMs: 1_000 });
  return runner.requests[0]?.argv ?? [];
}

test('transport: ssh shares connections in a folder of its own', async () => {
  const shared = 'ControlPath="/run/user/7/ringward-ssh/%C"';
  expect(await sshWith({ XDG_RUNTIME_DIR: '/run/user/7', HOME: '/h' })).toContain(shared);
  const below = 'ControlPath="/h/.local/state/ringward-ssh/%C"';
  expect(await sshWith({ HOME: '/h' })).toContain(below);
});

test('nowhere to share them, or a path too long for a socket: every command is a log-in', async () => {
  for (const env of [{}, { HOME: `/${'h'.repeat(60)}` }] as const) {
    expect((await sshWith(env)).join(' ')).not.toContain('Control');
  }
});

test('transport: local: the runner of this machine', async () => {
  const local = parseInventory('cluster: c\nnodes: [10.0.0.1]\n', '/r.yaml');
  const ports = fakePorts();
  expect(await clusterPorts(local, ports)).toBe(ports);
});
