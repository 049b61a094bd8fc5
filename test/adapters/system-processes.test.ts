import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemProcesses } from '../../src/adapters/system-processes.ts';

async function listenOn(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test.each(['127.0.0.1', '127.0.0.9', '0.0.0.0', '::'])(
  'a socket on %s is found as a listener of a loopback address, with its process',
  async (address) => {
    const port = await listenOn(address);
    const asked = address.startsWith('127') ? address : '127.0.0.5';
    const found = await systemProcesses.listener(asked, port);
    expect(found?.pid).toBe(process.pid);
    expect(found?.command).toContain('vitest');
  },
);

test('nobody listens on another address of the same port, or on a port that is free', async () => {
  const port = await listenOn('127.0.0.9');
  expect(await systemProcesses.listener('127.0.0.8', port)).toBeUndefined();
  expect(await systemProcesses.listener('127.0.0.9', 1)).toBeUndefined();
});

test('the command line is a list of words as the process was given them', async () => {
  const child = spawn('sleep', ['300'], { stdio: 'ignore' });
  await once(child, 'spawn');
  expect(await systemProcesses.commandLine(child.pid ?? 0)).toEqual(['sleep', '300']);
  expect(systemProcesses.signal(child.pid ?? 0, 'SIGTERM')).toBe(true);
  const [, signal] = (await once(child, 'exit')) as [unknown, string];
  expect(signal).toBe('SIGTERM');
  expect(await systemProcesses.commandLine(child.pid ?? 0)).toBeUndefined();
  expect(systemProcesses.signal(child.pid ?? 0, 'SIGTERM')).toBe(false);
});

test('a zombie has no command line: it does not run any more', async () => {
  // The shell starts a child and becomes another program, which never asks how the child ended.
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 300'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(chunk.toString());
  await vi.waitFor(async () => {
    expect(await systemProcesses.commandLine(pid)).toBeUndefined();
  }, 5_000);
  // It is still in the process table.
  expect(() => process.kill(pid, 0)).not.toThrow();
});

test('memory is what the kernel calls available', async () => {
  const bytes = await systemProcesses.availableMemoryBytes();
  expect(bytes).toBeGreaterThan(1024 * 1024);
  expect(bytes % 1024).toBe(0);
});

test('it knows itself', () => {
  expect(systemProcesses.self.pid).toBe(process.pid);
  expect(systemProcesses.self.hostname).not.toBe('');
  const id = existsSync('/etc/machine-id') ? readFileSync('/etc/machine-id', 'utf8').trim() : '';
  const { machine = '' } = systemProcesses.self;
  expect(machine).toMatch(/^[0-9a-f]{32}$/.test(id) ? /^[0-9a-f]{16}$/ : /^$/);
  expect(id.startsWith(machine) && machine !== '').toBe(false);
});
