import { expect, test } from 'vitest';
import { parseInventory } from '../../src/config/inventory.ts';
import { ConfigError } from '../../src/model/errors.ts';

const read = (section: string, env?: Record<string, string>) =>
  parseInventory(`cluster: c\nnodes: [10.0.0.1]\n${section}\n`, '/x/ringward.yaml', env);

function errorOf(section: string, env?: Record<string, string>): string {
  try {
    read(section, env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('it was read');
}

test('without a section nothing is asked elsewhere, nor written, and any time is right', () => {
  const { alerts, maintenanceWindow, writeRead } = read('');
  expect([alerts, maintenanceWindow, writeRead]).toEqual([undefined, undefined, undefined]);
});

test('Alertmanager, with every key', () => {
  const section =
    'alerts: {alertmanager: "https://am:9093/x/", matchers: [severity="critical", team="db"], user: u, passwordFrom: {file: pw}, tls: {ca: ca.pem}}';
  expect(read(section).alerts).toEqual({
    kind: 'alertmanager',
    url: 'https://am:9093/x',
    matchers: ['severity="critical"', 'team="db"'],
    user: 'u',
    passwordFrom: { file: '/x/pw' },
    tls: { ca: '/x/ca.pem' },
  });
});

test('Prometheus, with a token', () => {
  const section = 'alerts: {prometheus: "https://p:9090", query: ALERTS, tokenFrom: {env: TOKEN}}';
  expect(read(section, { TOKEN: 'x' }).alerts).toEqual({
    kind: 'prometheus',
    url: 'https://p:9090',
    query: 'ALERTS',
    tokenFrom: { env: 'TOKEN' },
  });
  expect(errorOf(section, {})).toContain(
    'alerts.tokenFrom: the environment variable TOKEN is not set',
  );
});

const am = 'alertmanager: "http://a", matchers: [a="b"]';

test.each([
  ['{}', 'alerts needs either alertmanager or prometheus'],
  [`{${am}, prometheus: "http://p"}`, 'alerts needs either alertmanager or prometheus'],
  ['{alertmanager: "http://a"}', 'alerts.matchers is missing'],
  ['{alertmanager: "http://a", matchers: []}', 'is not a list with at least one'],
  ['{alertmanager: "http://a", matchers: [critical]}', '"critical" is not a matcher such as'],
  [`{alertmanager: "http://a", matchers: [a="b", '="b"']}`, 'is not a matcher such as'],
  [`{${am}, tokenFrom: {file: t}}`, 'the token would go to a over plain http'],
  [`{${am}, user: u, passwordFrom: {file: f}}`, 'the password would go to a over plain http'],
  ['{prometheus: "http://p"}', 'alerts.query is missing'],
  [`{${am}, query: x}`, 'alerts.query belongs to prometheus'],
  ['{prometheus: "http://p", query: x, matchers: [a]}', 'alerts.matchers belongs to alertmanager'],
  [`{${am}, user: u}`, 'alerts.passwordFrom is missing'],
  [`{${am}, passwordFrom: {file: f}}`, 'alerts.user is missing'],
  [
    `{${am}, user: u, passwordFrom: {file: f}, tokenFrom: {file: t}}`,
    'a token and a user are given',
  ],
  [`{${am}, password: s3cret}`, 'a password is never written into this file'],
  ['{alertmanager: "http://u:s3cret@a", matchers: [a=b]}', 'alerts.alertmanager is not an address'],
  [
    '{alertmanager: "http://a?token=s3cret", matchers: [a=b]}',
    'alerts.alertmanager is not an address',
  ],
  ['{alertmanager: "ftp://a", matchers: [a=b]}', 'alerts.alertmanager is not an address'],
  ['{alertmanager: "a:9093", matchers: [a=b]}', 'alerts.alertmanager is not an address'],
])('alerts: %s', (value, message) => {
  const told = errorOf(`alerts: ${value}`);
  expect(told).toContain(message);
  expect(told).not.toContain('s3cret');
});

test.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1', 'https://am.example.org'])(
  'a secret goes to %s',
  (url) => {
    const section = `alerts: {alertmanager: "${url}", matchers: ['a!~"b"'], tokenFrom: {env: T}}`;
    expect(read(section, { T: 'x' }).alerts).toMatchObject({ url, matchers: ['a!~"b"'] });
  },
);

const night = 'days: [sat, sun], from: "22:00", to: "04:00"';

test('a window, and what a node is thought to take', () => {
  expect(
    read(`maintenanceWindow: {${night}, timezone: Europe/Berlin, perNode: 20m}`).maintenanceWindow,
  ).toEqual({
    days: ['sat', 'sun'],
    from: '22:00',
    to: '04:00',
    timezone: 'Europe/Berlin',
    perNodeMs: 1_200_000,
  });
});

test.each([
  [`{${night}}`, 'maintenanceWindow.timezone is missing'],
  [`{${night}, timezone: Europe/Atlantis}`, 'is not UTC or a zone such as Europe/Berlin'],
  [`{${night}, timezone: EST}`, 'is not UTC or a zone such as Europe/Berlin'],
  [
    '{days: [sat], from: "24:00", to: "04:00", timezone: UTC}',
    'is not a time of the day in quotes',
  ],
  ['{days: [sat], from: 22:00, to: "4:00", timezone: UTC}', 'maintenanceWindow.to: "4:00"'],
  ['{days: [], from: "22:00", to: "04:00", timezone: UTC}', 'is not a list of days'],
  ['{days: [saturday], from: "22:00", to: "04:00", timezone: UTC}', '"saturday" is not known'],
  [`{${night}, timezone: UTC, perNode: 20}`, 'maintenanceWindow.perNode: "20" is not a duration'],
])('maintenanceWindow: %s', (value, message) => {
  expect(errorOf(`maintenanceWindow: ${value}`)).toContain(message);
});

test('writeRead is true or false', () => {
  expect(read('writeRead: true').writeRead).toBe(true);
  expect(read('writeRead: false').writeRead).toBeUndefined();
  expect(errorOf('writeRead: sometimes')).toContain('writeRead: "sometimes" is not true or false');
});

test('freeze and unfreeze: the cluster is filled in, programs are found beside the file', () => {
  const { freeze } = read('freeze: [./hold, "{cluster}"]\nunfreeze: [reaper, "{{cluster}}"]');
  expect(freeze).toEqual({ freeze: ['/x/hold', 'c'], unfreeze: ['reaper', '{cluster}'] });
  expect(read('').freeze).toBeUndefined();
});

test.each([
  ['freeze: [a]', 'freeze is there without unfreeze'],
  ['unfreeze: [a]', 'unfreeze is there without freeze'],
  ['freeze: []\nunfreeze: [a]', 'freeze: the list is empty'],
  ['freeze: [a]\nunfreeze: ["", b]', 'unfreeze: the program is empty'],
  ['freeze: [a, "{address}"]\nunfreeze: [b]', 'freeze: unknown placeholder {address}'],
  ['commands: {freeze: [a]}', 'commands: unknown key "freeze"'],
])('%s', (section, message) => {
  expect(errorOf(section)).toContain(message);
});
