import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import { eventsOf, toldOnce } from './event-types.ts';
import { labIn } from './ringward.ts';

const lab = labIn('declared', '127.0.24');
const alert = {
  labels: { alertname: 'CheckoutFails', severity: 'critical' },
  annotations: {},
  status: { state: 'active', silencedBy: [], inhibitedBy: [] },
};
/** Answers as Alertmanager does. */
const firing: unknown[] = [alert];
const asked: string[] = [];

beforeAll(async () => {
  await lab.up('4.1.10');
  const alertmanager = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify(firing));
  }).listen(0, lab.address(200));
  lab.closes(alertmanager);
  await once(alertmanager, 'listening');
  const { port } = alertmanager.address() as AddressInfo;
  appendFileSync(
    join(lab.dir, 'ringward.yaml'),
    [
      '',
      'writeRead: true',
      `alerts: {alertmanager: "http://${lab.address(200)}:${port}", matchers: ['severity="critical"']}`,
      '',
    ].join('\n'),
  );
});

const judged = (events: readonly UpgradeEvent[], gate: string) =>
  events.flatMap((event) => (event.type === 'gate-judged' && event.gate === gate ? [event] : []));

test('without its keyspace there is no plan, and what makes it is said', async () => {
  const { code, err } = await lab.run('restart', '--yes', '--state-dir', lab.state);
  expect([code, err]).toEqual([3, expect.stringContaining('ringward probe --create-keyspace')]);
  // How well its requests then fare is not the question here.
  const probed = await lab.run('probe', '--create-keyspace', '--for', '10s', '--format', 'json');
  expect(probed.out, probed.err).not.toBe('');
  expect(JSON.parse(probed.out)).toMatchObject({ requests: { created: true } });
});

test('an alert holds the roll; when it is gone every node is restarted, written and read through', async () => {
  const roll = lab.start('restart', '--yes', '--state-dir', lab.state, '--format', 'ndjson');
  await roll.says('alerts: 1 firing: CheckoutFails (severity critical)');
  expect(roll.child.exitCode).toBeNull();
  firing.length = 0;
  const { code, out, err } = await roll.ended;
  expect([code, err]).toEqual([0, expect.anything()]);
  const events = eventsOf(out);
  const rows = judged(events, 'write-read');
  process.stdout.write(`${rows.map(({ verdict }) => JSON.stringify(verdict)).join('\n')}\n`);
  const passed = rows.filter(({ verdict }) => verdict.kind === 'pass');
  expect(toldOnce(passed.map(({ node, phase }) => `${node} ${phase}`))).toEqual(
    [1, 2, 3].flatMap((number) =>
      ['before', 'after'].map((phase) => `${lab.address(number)} ${phase}`),
    ),
  );
  const alerts = judged(events, 'alerts').map(({ node, verdict }) => `${node} ${verdict.kind}`);
  expect(toldOnce(alerts)).toEqual([1, 2, 3].map((number) => `${lab.address(number)} pass`));
  expect(asked[0]).toMatch(/^\/api\/v2\/alerts\?active=true.*&filter=severity%3D%22critical%22$/);
});

test('a coordinator that cannot reach its replicas is told by its errors, and no node is stopped', async () => {
  await lab.mustRun('upgrade', 'plan', '--playbook', 'rolling-restart', '--out', 'plan.json');
  expect(readFileSync(join(lab.dir, 'plan.json'), 'utf8')).toContain('"write-read"');
  for (const number of ['2', '3']) await lab.exec(number, 'stop');
  const argv = [
    'upgrade',
    'run',
    'plan.json',
    '--yes',
    '--state-dir',
    lab.state,
    '--format',
    'ndjson',
  ];
  const { code, out } = await lab.run(...argv);
  expect(code).toBe(3);
  const events = eventsOf(out);
  const [verdict] = judged(events, 'write-read').map((each) => each.verdict);
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  expect(verdict).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(
      /^write at LOCAL_QUORUM through 127\.0\.24\.1 failed, unavailable: .*\(2 of 2 requests failed\)$/,
    ) as unknown,
  });
  expect(events.some(({ type }) => type === 'step-started')).toBe(false);
});
