import { expect, test } from 'vitest';
import { heldBackClients } from '../../src/detect/held-back-clients.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { calm, detectClients, node, old, shipped } from './client-series.ts';
import { cqlLocal, failed, look, looks, type Answers } from './series-builder.ts';

test('what was refused before we looked is history', () => {
  expect(detectClients(60, () => ({}))).toEqual({
    detector: 'held-back-clients',
    findings: [],
    missing: [],
  });
});

test('requests that are refused meanwhile are a warning, with the samples and what may be behind it', () => {
  const { findings } = detectClients(60, (second) => ({
    load: { discarded: second >= 30 ? 45 : 40 },
  }));
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
  const { findings } = detectClients(seconds, (second) => ({
    load: { discarded: discarded(second) },
  }));
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
  const { findings } = detectClients(30, (second) => ({
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
  const { findings } = detectClients(30, (second) => ({ load: { timedOutInQueue: second } }));
  expect(findings).toMatchObject([
    {
      summary: '30 requests of clients refused as overload in 30 s',
      causes: [{ id: 'queue', confidence: 'likely' }, { id: 'bytes-in-flight' }],
    },
  ]);
});

test('pauses are told; a gauge that falls again hides none of them', () => {
  const { findings } = detectClients(30, (second) => ({
    load: { pauses: [0, 2, 1, 4][second / 10] },
  }));
  expect(findings).toMatchObject([
    {
      state: 'PAUSED',
      severity: 'warning',
      summary: 'stopped reading from connections of clients 5 times in 30 s',
    },
  ]);
});

test('a new process counts from zero', () => {
  const { findings } = detectClients(30, (second) => ({
    load: { discarded: [90, 0, 0, 2][second / 10] },
  }));
  expect(findings).toMatchObject([{ summary: expect.stringMatching(/^2 requests/) as string }]);
});

test('a version that counts none of it is judged by its connections alone', () => {
  expect(detectClients(60, () => ({}), old).findings).toEqual([]);
  const full = detectClients(
    0,
    () => ({ load: { connections: 9 }, limits: { maxConnections: 10 } }),
    old,
  );
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

test('one look, no JMX, and an answer that did not come are said', () => {
  expect(detectClients(0, () => ({}))).toMatchObject({
    findings: [],
    notJudged: 'needs --for 30s',
  });
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
