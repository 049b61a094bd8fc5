import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { proxyDial } from '../../src/adapters/proxy-dial.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import { wireJmx } from '../../src/adapters/wire-jmx.ts';
import { opening, playback, type Reply } from '../jmx/playback.ts';
import { replyTo } from '../jmx/recorded.ts';
import { temporaryFolder } from '../temporary-folder.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const host = '10.0.0.1';
const never = new AbortController().signal;
const pipeTo = [process.execPath, join(import.meta.dirname, 'pipe-to.js'), '{jmxPort}'];
const name = 'org.apache.cassandra.db:type=StorageService';

/** Plays a node's answers at a port of 127.0.0.1, one connection after the other. */
async function nodeSaying(answers: readonly Reply[]): Promise<number> {
  const played = playback(answers);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    void played.dial(0).then((node) => {
      node.once('close', () => socket.destroy());
      socket.pipe(node).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function clientThrough(proxyCommand: readonly string[], port: number) {
  const place = { host: 'not asked', port, proxyCommand, timeoutMs: 30_000 };
  const client = wireJmx(systemClock).client(place, host);
  onTestFinished(async () => {
    await client.close().catch(() => undefined);
  });
  return client;
}

/** Where the second port is the stub's, whom nobody plays: it must be the one that is given. */
async function mode(proxyCommand: readonly string[], answers: readonly Reply[]) {
  const port = await nodeSaying(answers);
  const toIt = proxyCommand.map((word) => word.replace('{jmxPort}', String(port)));
  return await clientThrough(toIt, port).getAttribute(name, 'OperationMode');
}

test('a node is asked through the command', async () => {
  expect(await mode(pipeTo, [...opening, replyTo('operation-mode')])).toBe('NORMAL');
});

test('what the command says last, two lines of it, is why there is no connection', async () => {
  const asked = clientThrough(pipeTo, 1).getAttribute(name, 'OperationMode');
  await expect(asked).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(
      /node: Warning: something else first; connect ECONNREFUSED 127\.0\.0\.1:1$/,
    ) as string,
  });
});

test.each([
  [['/nowhere/ssh', '{jmxPort}'], /^\/nowhere\/ssh: there is no such command \(ENOENT\)$/],
  [['false', '{jmxPort}'], /^false: it ended with 1$/],
  [['sh', '-c', 'printf "\\033[31mno\\n" >&2; exit 255', '{jmxPort}'], /^sh: \\u001b\[31mno$/],
])('%j is refused: %s', async (command, why) => {
  const asked = clientThrough(command, 7199).getAttribute(name, 'OperationMode');
  await expect(asked).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(why) as string,
  });
});

test('what is no JMX at the other end is told as such', async () => {
  const echo = ['sh', '-c', 'echo HTTP/1.1 400 Bad Request; sleep 300', '{jmxPort}'];
  const asked = clientThrough(echo, 7199).getAttribute(name, 'OperationMode');
  await expect(asked).rejects.toMatchObject({ kind: 'no-jmx' });
});

test('a way that leads nowhere is not waited for any longer than a log-in takes', async () => {
  const way = await proxyDial(['sleep', '300'], host, undefined, 50)(7199, never);
  const failure = await new Promise((resolve) => way.once('error', resolve));
  expect(failure).toMatchObject({
    kind: 'refused',
    message: 'sleep: nothing answers through it within 0.05 s',
  });
});

test.each([
  ['the command', 'echo $$ >FILE; exec sleep 300'],
  ['what a wrapper started', 'sleep 300 & echo $! >FILE; wait'],
  ['what does not listen', 'trap "" TERM; sleep 300 & echo $! >FILE; wait; wait'],
])('%s ends with the connection', async (_, script) => {
  const file = join(temporaryFolder(), 'pid');
  const command = ['sh', '-c', script.replace('FILE', file), '{jmxPort}'];
  // A machine whose disk stands still for ten seconds would otherwise end it before it is looked at.
  const way = await proxyDial(command, host, undefined, 120_000)(7199, never);
  const pid = await vi.waitFor(() => {
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^\d+\n$/);
    return Number(text);
  }, 20_000);
  await vi.waitFor(async () => {
    expect(await systemProcesses.commandLine(pid)).toEqual(['sleep', '300']);
  }, 20_000);
  way.destroy();
  await vi.waitFor(async () => {
    expect(await systemProcesses.commandLine(pid)).toBeUndefined();
  }, 10_000);
});

test('TLS is spoken through it; who does not answer so is refused, and a signal ends the wait', async () => {
  const loud = ['sh', '-c', 'echo no TLS here; sleep 300', '{jmxPort}'];
  await expect(proxyDial(loud, host, { ca: '' })(7199, never)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/^TLS: /) as string,
  });
  const given = new AbortController();
  const dialled = proxyDial(['sleep', '300'], host, { ca: '' })(7199, given.signal);
  given.abort();
  await expect(dialled).rejects.toMatchObject({ kind: 'closed', message: 'given up' });
  await expect(
    proxyDial(['sh', '-c', 'echo refused >&2; exit 1'], host, { ca: '' })(7199, never),
  ).rejects.toMatchObject({ kind: 'refused', message: 'sh: refused' });
});
