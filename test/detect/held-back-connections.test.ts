import { expect, test } from 'vitest';
import { heldBackClients } from '../../src/detect/held-back-clients.ts';
import { findingKey } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { ClientLimits, LogEntry } from '../../src/model/readings.ts';
import { calm, detectClients, node } from './client-series.ts';
import { failed, looks } from './series-builder.ts';

test.each([
  [89, []],
  [90, ['CONNECTIONS']],
])('%d of 100 connections: %j', (connections, states) => {
  const { findings } = detectClients(0, () => ({
    load: { connections },
    limits: { maxConnections: 100 },
  }));
  expect(findings.map(({ state }) => state)).toEqual(states);
});

const refusal = (time: string, level: LogEntry['level'] = 'ERROR'): LogEntry => ({
  ...{ level, thread: 'epollEventLoopGroup-5-1', time, exceptions: [] },
  message:
    'Exceeded maximum native connection limit per ip of 4 by using 5 connections (see native_transport_max_concurrent_connections_per_ip)',
});

const perAddress = { maxConnectionsPerAddress: 4 };

test('connections that were refused a moment ago are told by the log', () => {
  const { findings } = detectClients(30, () => ({
    entries: [refusal('2026-11-24 18:59:10,000')],
    limits: perAddress,
  }));
  expect(findings).toMatchObject([
    {
      state: 'CONNECTIONS',
      severity: 'warning',
      summary:
        '12 connections in use; new ones were refused at 2026-11-24 18:59:10, beyond 4 for one client address',
    },
  ]);
  const all = { ...refusal('2026-11-24 18:59:10,000', 'WARN') };
  const message = 'Exceeded maximum native connection limit of 10 by using 11 connections';
  const found = (limits: Partial<ClientLimits>) =>
    detectClients(30, () => ({ entries: [{ ...all, message }], load: { connections: 3 }, limits }))
      .findings;
  expect(found({ maxConnections: 10 })).toMatchObject([
    { summary: expect.stringMatching(/refused at 2026-11-24 18:59:10, beyond 10$/) as string },
  ]);
  // Raised or taken away since.
  expect(found({ maxConnections: 20 })).toEqual([]);
  expect(found({ maxConnectionsPerAddress: 10 })).toEqual([]);
});

test('a refusal counts where nobody tells the limits', () => {
  const log = {
    entries: [refusal('2026-11-24 18:59:10,000')],
    ...{ newestTime: '2026-11-24 19:00:00,000', gone: [] },
  };
  const series = looks(30, 10, () => ({
    [node]: { 'client-load': calm, 'client-limits': failed('timed-out'), log },
  }));
  expect(heldBackClients.detect(series, productionLimits).findings).toMatchObject([
    { state: 'CONNECTIONS', severity: 'warning' },
  ]);
});

test('while nothing is added to the log, refusals in it grow older with our clock', () => {
  const states = (seconds: number) =>
    detectClients(seconds, () => ({
      entries: [refusal('2026-11-24 19:00:00,000')],
      limits: perAddress,
    })).findings.map(({ state }) => state);
  expect(states(120)).toEqual(['CONNECTIONS']);
  expect(states(130)).toEqual([]);
});

test('a refusal in a log that was read once may be long over; full is full', () => {
  const entries = [refusal('2026-11-24 19:00:00,000')];
  const once = detectClients(0, () => ({ entries, limits: perAddress }));
  expect(once).toMatchObject({
    findings: [
      {
        severity: 'info',
        summary: expect.stringMatching(/address, nothing newer is logged$/) as string,
      },
    ],
    undecided: [{ state: 'CONNECTIONS', node, asks: ['log'] }],
  });
  expect(once.undecided?.map(findingKey)).toEqual(once.findings.map(findingKey));
  const full = detectClients(0, () => ({ entries, limits: { ...perAddress, maxConnections: 12 } }));
  expect(full.findings).toMatchObject([{ severity: 'warning' }]);
});

test('connections that were refused three minutes ago are history', () => {
  const { findings } = detectClients(0, () => ({
    entries: [refusal('2026-11-24 18:57:00,000')],
    limits: perAddress,
  }));
  expect(findings).toEqual([]);
});
