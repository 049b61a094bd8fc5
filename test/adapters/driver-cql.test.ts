import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { driverCql } from '../../src/adapters/driver-cql.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';

const target = { pinned: true, connectTimeoutMs: 500, requestTimeoutMs: 500 };

test('a closed port is unreachable', async () => {
  const connecting = driverCql(systemClock).connect({
    ...target,
    addresses: ['127.0.0.1'],
    port: 1,
  });
  await expect(connecting).rejects.toMatchObject({
    name: 'CqlError',
    errorClass: 'unreachable',
    coordinator: '127.0.0.1',
  });
}, 20_000);

test('a port that never speaks is given up', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connecting = driverCql(systemClock).connect({
    ...target,
    addresses: ['127.0.0.1'],
    port,
    credentials: { user: 'ops', password: 'not-to-be-seen' },
  });
  const error: unknown = await connecting.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'CqlError', errorClass: 'client-timeout' });
  expect(JSON.stringify(error) + String(error)).not.toContain('not-to-be-seen');
  expect(sockets.length).toBeGreaterThan(0);
}, 20_000);
