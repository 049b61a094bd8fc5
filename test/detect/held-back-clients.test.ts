import { expect, test } from 'vitest';
import { heldBackClients } from '../../src/detect/held-back-clients.ts';
import { findingKey } from '../../src/model/finding.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { ClientLimits, ClientLoad, LogEntry } from '../../src/model/readings.ts';
import { cqlLocal, failed, look, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

const calm: ClientLoad = { connections: 12, pauses: 7, discarded: 40, timedOutInQueue: 3 };
const shipped: ClientLimits = {
  maxConnections: undefined,
  maxConnectionsPerAddress: undefined,
  maxRequestBytes: 40 * 1024 ** 2,
  maxRequestBytesPerAddress: 10 * 1024 ** 2,
  maxRequestsPerSecond: undefined,
};
/** What 2.1 tells: nobody is held back there but at the door. */
const old: ClientLoad = {
  ...{ connections: 12, pauses: undefined },
  ...{ discarded: undefined, timedOutInQueue: undefined },
};

interface Said {
  readonly load?: Partial<ClientLoad>;
  readonly limits?: Partial<ClientLimits>;
  readonly entries?: readonly LogEntry[];
}

function detect(seconds: number, say: (second: number) => Said, usual: ClientLoad = calm) {
  const series = looks(seconds, 10, (second) => {
    const { load, limits, entries = [] } = say(second);
    const answers: Answers = {
      'client-load': { ...usual, ...load },
      'client-limits': { ...shipped, ...limits },
      log: { entries, newestTime: '2026-11-24 19:00:00,000', gone: [] },
    };
    return { [node]: answers };
  });
  return heldBackClients.detect(series, productionLimits);
}

test('what was refused before we looked is history', () => {
  expect(detect(60, () => ({}))).toEqual({
    detector: 'held-back-clients',
    findings: [],
    missing: [],
  });
});

test('requests that are refused meanwhile are a warning, with the samples and what may be behind it', () => {
  const { findings } = detect(60, (second) => ({ load: { discarded: second >= 30 ? 45 : 40 } }));
  expect(findings).toMatchObject([
    {
      state: 'REFUSED',
      severity: 'warning',
      node,
      summary: '5 requests of clients refused as overload in 60 s',
      causes: [{ id: 'bytes-in-flight', confidence: 'possible' }],
      ruledOut: [{ id: 'rate-limit', because: 'rate limiting is off' }, { id: 'queue' }],
    },
  ]);
  expect(findings[0]?.evidence[0]).toMatchObject({ value: 5, limit: 0 });
  expect(findings[0]?.evidence[0]?.samples).toHaveLength(7);
});

test.each([
  ['more at every look for a minute', 60, (second: number) => 40 + second, 'critical'],
  ['less than a minute', 50, (second: number) => 40 + second, 'warning'],
  ['a pause in between', 60, (second: number) => 40 + Math.abs(30 - second), 'warning'],
])('%s: %s', (_, seconds, discarded, severity) => {
  const { findings } = detect(seconds, (second) => ({ load: { discarded: discarded(second) } }));
  expect(findings).toMatchObject([{ state: 'REFUSED', severity }]);
});

test('two looks a minute apart are too few to call it steady', () => {
  const series = [0, 60].map((second) =>
    look(second, { [node]: { 'client-load': { ...calm, discarded: second } } }),
  );
  expect(heldBackClients.detect(series, productionLimits).findings).toMatchObject([
    { state: 'REFUSED', severity: 'warning' },
  ]);
});

test('rate limiting that is on is the likely cause, and its value the way back', () => {
  const { findings } = detect(30, (second) => ({
    load: { discarded: second },
    limits: { maxRequestsPerSecond: 50 },
  }));
  expect(findings).toMatchObject([
    { state: 'REFUSED', causes: [{ id: 'rate-limit', confidence: 'likely' }, {}] },
  ]);
  expect(findings[0]?.advice).toContain(
    'or raise NativeTransportMaxRequestsPerSecond of StorageService by JMX (undo: 50)',
  );
});

test('requests that waited too long in the queue are refused, too', () => {
  const { findings } = detect(30, (second) => ({ load: { timedOutInQueue: second } }));
  expect(findings).toMatchObject([
    {
      summary: '30 requests of clients refused as overload in 30 s',
      causes: [{ id: 'queue', confidence: 'likely' }, { id: 'bytes-in-flight' }],
    },
  ]);
});

test('pauses are told; a gauge that falls again hides none of them', () => {
  const { findings } = detect(30, (second) => ({ load: { pauses: [0, 2, 1, 4][second / 10] } }));
  expect(findings).toMatchObject([
    {
      state: 'PAUSED',
      severity: 'warning',
      summary: 'stopped reading from connections of clients 5 times in 30 s',
    },
  ]);
});

test('a new process counts from zero', () => {
  const { findings } = detect(30, (second) => ({
    load: { discarded: [90, 0, 0, 2][second / 10] },
  }));
  expect(findings).toMatchObject([{ summary: expect.stringMatching(/^2 requests/) as string }]);
});

test('a version that counts none of it is judged by its connections alone', () => {
  expect(detect(60, () => ({}), old).findings).toEqual([]);
  const full = detect(0, () => ({ load: { connections: 9 }, limits: { maxConnections: 10 } }), old);
  expect(full.findings).toMatchObject([
    {
      state: 'CONNECTIONS',
      severity: 'warning',
      summary: '9 of 10 connections in use',
      evidence: [{ what: 'connections', value: 9, limit: 10 }],
    },
  ]);
});

test.each([
  [89, []],
  [90, ['CONNECTIONS']],
])('%d of 100 connections: %j', (connections, states) => {
  const { findings } = detect(0, () => ({
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

test('connections that were refused a moment ago are told by the log', () => {
  const { findings } = detect(30, () => ({ entries: [refusal('2026-11-24 18:59:10,000')] }));
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
  expect(detect(30, () => ({ entries: [{ ...all, message }] })).findings).toMatchObject([
    { summary: expect.stringMatching(/refused at 2026-11-24 18:59:10, beyond 10$/) as string },
  ]);
});

test('while nothing is added to the log, refusals in it grow older with our clock', () => {
  const states = (seconds: number) =>
    detect(seconds, () => ({ entries: [refusal('2026-11-24 19:00:00,000')] })).findings.map(
      ({ state }) => state,
    );
  expect(states(120)).toEqual(['CONNECTIONS']);
  expect(states(130)).toEqual([]);
});

test('a refusal in a log that was read once may be long over; full is full', () => {
  const entries = [refusal('2026-11-24 19:00:00,000')];
  const once = detect(0, () => ({ entries }));
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
  const full = detect(0, () => ({ entries, limits: { maxConnections: 12 } }));
  expect(full.findings).toMatchObject([{ severity: 'warning' }]);
});

test.each([
  ['3.11.17', false],
  ['4.0.19', true],
  [undefined, true],
])('nodetool clientstats is advised where %s has it: %j', (releaseVersion, isAdvised) => {
  const series = looks(30, 10, (second) => ({
    [node]: {
      'client-load': { ...calm, discarded: second, connections: 10 },
      'client-limits': { ...shipped, maxConnections: 10 },
      ...(releaseVersion === undefined ? {} : { 'cql-local': cqlLocal({ releaseVersion }) }),
    },
  }));
  const { findings } = heldBackClients.detect(series, productionLimits);
  expect(findings.map(({ state }) => state)).toEqual(['REFUSED', 'CONNECTIONS']);
  for (const { advice } of findings) {
    expect(JSON.stringify(advice).includes('clientstats')).toBe(isAdvised);
  }
});

test('connections that were refused three minutes ago are history', () => {
  const { findings } = detect(0, () => ({ entries: [refusal('2026-11-24 18:57:00,000')] }));
  expect(findings).toEqual([]);
});

test('one look, no JMX, and an answer that did not come are said', () => {
  expect(detect(0, () => ({}))).toMatchObject({ findings: [], notJudged: 'needs --for 30s' });
  const series = (answers: Answers) => looks(30, 10, () => ({ [node]: answers }));
  const without = series({ 'client-load': failed('unsupported', 'only JMX tells it') });
  expect(heldBackClients.detect(without, productionLimits)).toMatchObject({
    findings: [],
    missing: [],
    notJudged: 'client-load is not to be had from any node: only JMX tells it',
  });
  const late = series({ 'client-load': { ...calm }, 'client-limits': failed('timed-out') });
  expect(heldBackClients.detect(late, productionLimits)).toMatchObject({
    findings: [],
    missing: [{ node, source: 'client-limits', why: 'timed-out' }],
  });
});

test('limits that are not known speak neither for a cause nor against it', () => {
  const series = looks(30, 10, (second) => ({
    [node]: { 'client-load': { ...calm, discarded: second } },
  }));
  expect(heldBackClients.detect(series, productionLimits).findings).toMatchObject([
    { state: 'REFUSED', causes: [], ruledOut: [{ id: 'queue' }] },
  ]);
});
