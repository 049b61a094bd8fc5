import { expect, test } from 'vitest';
import { askAlerts } from '../../src/collect/alerts.ts';
import type { AlertSource } from '../../src/model/inventory.ts';
import type { HttpAnswer } from '../../src/ports/http.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { answered, fakeHttp } from '../fakes/fake-http.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const url = 'https://alerts.example.org/am';
const alertmanager: AlertSource = {
  kind: 'alertmanager',
  url,
  matchers: ['severity="critical"', 'cluster=~"orders|carts"'],
};
const prometheus: AlertSource = { kind: 'prometheus', url, query: 'ALERTS{alertstate="firing"}' };

async function ask(source: AlertSource | undefined, ...answers: readonly HttpAnswer[]) {
  const http = fakeHttp(answers);
  const files = memoryFiles({ '/pw': 's3cret\n', '/empty': '', '/ca.pem': 'CA' });
  const { signal } = new AbortController();
  const parts = { http, files, env: { TOKEN: 't0ken' }, clock: fakeClock(), signal };
  return { seen: await askAlerts(source, parts), asked: http.asked };
}

test('Alertmanager is asked for what is neither silenced nor inhibited, with every matcher', async () => {
  const { seen, asked } = await ask(alertmanager, answered([]));
  expect(seen).toMatchObject({ kind: 'seen', value: [] });
  const query =
    'active=true&silenced=false&inhibited=false&filter=severity%3D%22critical%22&filter=cluster%3D%7E%22orders%7Ccarts%22';
  expect(asked).toMatchObject([{ url: `${url}/api/v2/alerts?${query}`, timeoutMs: 10_000 }]);
  expect(asked[0]?.headers).toEqual({ accept: 'application/json' });
});

test('Prometheus is asked the query, and what it gives fires', async () => {
  const data = { resultType: 'vector', result: [{ metric: { alertname: 'Down' } }] };
  const { seen, asked } = await ask(prometheus, answered({ status: 'success', data }));
  expect(seen).toMatchObject({ kind: 'seen', value: [{ name: 'Down' }] });
  const query = 'query=ALERTS%7Balertstate%3D%22firing%22%7D';
  expect(asked[0]?.url).toBe(`${url}/api/v1/query?${query}`);
});

test('user and password, or a token, go in the header alone; the authority is read from its file', async () => {
  const byUser = { ...alertmanager, user: 'ops', passwordFrom: { file: '/pw' } };
  const { asked } = await ask({ ...byUser, tls: { ca: '/ca.pem' } }, answered([]));
  expect(asked[0]?.headers['authorization']).toBe(`Basic ${btoa('ops:s3cret')}`);
  expect(asked[0]?.tls).toEqual({ ca: 'CA' });
  const byToken = await ask({ ...alertmanager, tokenFrom: { env: 'TOKEN' } }, answered([]));
  expect(byToken.asked[0]?.headers['authorization']).toBe('Bearer t0ken');
});

test.each([
  ['a time-out', { kind: 'timed-out' }, 'timed-out', 'no whole answer in 10 s'],
  ['a closed port', { kind: 'unreachable', reason: 'ECONNREFUSED' }, 'unreachable', 'ECONNREFUSED'],
  ['too much', { kind: 'too-long' }, 'failed', 'the answer is longer than 8 MiB'],
  ['a request that was given up', { kind: 'cancelled' }, 'timed-out', 'no longer waited for'],
  ['a login that fails', answered('', 401), 'authentication', 'HTTP 401'],
  ['a right that is lacking', answered('', 403), 'authentication', 'HTTP 403'],
  ['a wrong matcher', answered('bad matcher', 400), 'failed', 'HTTP 400'],
  ['trouble there', answered('', 503), 'failed', 'HTTP 503'],
  ['a redirect', answered('', 302), 'failed', 'HTTP 302, which is not followed'],
  ['a page of a proxy', answered('<html>'), 'unreadable', 'not JSON: "<html>"'],
] as const)('%s is missing, never no alert', async (_, answer, why, detail) => {
  expect((await ask(alertmanager, answer)).seen).toMatchObject({ kind: 'missing', why, detail });
});

test('without a section, or a secret, nothing is asked', async () => {
  const none = await ask(undefined);
  expect(none.seen).toMatchObject({
    kind: 'missing',
    detail: 'the inventory has no alerts: section',
  });
  for (const tokenFrom of [{ file: '/gone' }, { file: '/empty' }, { env: 'GONE' }]) {
    const { seen, asked } = await ask({ ...alertmanager, tokenFrom });
    expect(seen).toMatchObject({ kind: 'missing', why: 'failed' });
    expect(JSON.stringify(seen)).toContain('alerts.tokenFrom');
    expect(asked).toEqual([]);
  }
});

test('a signal ends it with its reason', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  const http = fakeHttp([{ kind: 'cancelled' }]);
  const parts = { http, files: memoryFiles(), env: {}, clock: fakeClock(), signal };
  await expect(askAlerts(alertmanager, parts)).rejects.toThrow('stop');
});
