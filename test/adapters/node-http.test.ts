import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { nodeHttp } from '../../src/adapters/node-http.ts';
import type { HttpRequest } from '../../src/ports/http.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, more: Partial<HttpRequest> = {}) =>
  nodeHttp.get({ url, headers: {}, timeoutMs: 5_000, maxBytes: 1_000, ...more });

test('an answer comes with its status and text, and headers go along', async () => {
  const url = await serve((request, response) => {
    response.statusCode = 418;
    response.end(
      `${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`,
    );
  });
  const headers = { authorization: 'Bearer s3cret' };
  expect(await get(`${url}/a?b=c`, { headers })).toEqual({
    kind: 'answered',
    status: 418,
    body: 'GET /a?b=c Bearer s3cret',
  });
});

test('a redirect is not followed, so no login goes to another place', async () => {
  let others = 0;
  const other = await serve((_, response) => {
    others += 1;
    response.end('here');
  });
  const url = await serve((_, response) => {
    response.writeHead(302, { location: other }).end('elsewhere');
  });
  expect(await get(url)).toEqual({ kind: 'answered', status: 302, body: 'elsewhere' });
  expect(others).toBe(0);
});

test('an answer that is longer than wanted is given up', async () => {
  const url = await serve((_, response) => {
    response.write('x'.repeat(1_001));
  });
  expect(await get(url)).toEqual({ kind: 'too-long' });
});

test.each([
  ['never answers', () => undefined],
  ['never ends', ((_, response) => void response.write('[')) satisfies RequestListener],
])('one that %s is timed out', async (_, listener) => {
  const url = await serve(listener);
  expect(await get(url, { timeoutMs: 200 })).toEqual({ kind: 'timed-out' });
});

test('nobody waits any longer once the signal fires', async () => {
  const stopping = new AbortController();
  const url = await serve(() => {
    stopping.abort(new Error('stop'));
  });
  expect(await get(url, { signal: stopping.signal })).toEqual({ kind: 'cancelled' });
});

test('a closed port, a lost connection and a header that is none are told without a secret', async () => {
  expect(await get('http://127.0.0.1:1')).toEqual({
    kind: 'unreachable',
    reason: 'connect ECONNREFUSED 127.0.0.1:1',
  });
  const url = await serve((_, response) => {
    response.destroy();
  });
  expect(await get(url)).toEqual({ kind: 'unreachable', reason: 'socket hang up' });
  const wrong = await get(url, { headers: { authorization: 'Bearer s3cret\n' } });
  expect(wrong.kind).toBe('unreachable');
  expect(JSON.stringify(wrong)).not.toContain('s3cret');
});

test('a server whose certificate our authority did not sign is not asked', async () => {
  const folder = mkdtempSync(`${tmpdir()}/ringward-http-`);
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const [keyFile, certFile] = [`${folder}/key.pem`, `${folder}/cert.pem`];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=alerts',
  ];
  const san = ['-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...made, ...san, '-keyout', keyFile, '-out', certFile], {
    stdio: 'ignore',
  });
  const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
  const server = createTlsServer({ key, cert }, (_, response) => response.end('ok'));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await get(url, { tls: { ca: cert } })).toMatchObject({ status: 200, body: 'ok' });
  expect(await get(url)).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringMatching(/self-signed/) as unknown,
  });
});
