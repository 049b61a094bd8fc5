import { expect, test } from 'vitest';
import { tableLatency } from '../../src/detect/table-latency.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, healthyThree, info, look, type Answers } from './series-builder.ts';

const none: Answers = { 'read-latency': { tables: [] }, 'write-latency': { tables: [] } };

function detect(answers: (address: string) => Answers) {
  const nodes = healthyThree((address) => ({ ...none, ...answers(address) }));
  return tableLatency.detect([look(0, nodes)], productionLimits);
}

function reads(p99Ms: number, perSecond = 100): Answers {
  const table = { keyspace: 'app', table: 'events', perSecond, p50Ms: 1, p99Ms };
  return { 'read-latency': { tables: [table] } };
}

const onSecond = (slow: Answers, others: Answers) => (address: string) =>
  address === '10.0.0.2' ? slow : others;

test('a table that is slow on every node is that table', () => {
  expect(detect(() => reads(400))).toEqual({
    detector: 'table-latency',
    findings: [],
    missing: [],
  });
});

test('a table that is slow on one node is told with what its peers show', () => {
  expect(detect(onSecond(reads(200), reads(8))).findings).toMatchObject([
    {
      severity: 'warning',
      node: '10.0.0.2',
      subject: 'reads of app.events',
      summary: 'one read in a hundred takes 200 ms or longer, 8 ms on its peers',
    },
  ]);
});

test('so it is for writes', () => {
  const table = { keyspace: 'app', table: 'events', perSecond: 50, p50Ms: 1, p99Ms: 90 };
  const slow = { 'write-latency': { tables: [table] } };
  const quick = { 'write-latency': { tables: [{ ...table, p99Ms: 2 }] } };
  expect(detect(onSecond(slow, quick)).findings).toMatchObject([
    { subject: 'writes of app.events' },
  ]);
});

test.each([
  ['too quick to hurt', reads(40), reads(2)],
  ['hardly read', reads(400, 0.2), reads(2)],
  ['without two peers that read it', reads(400), none],
])('%s is no finding', (_, slow, others) => {
  expect(detect(onSecond(slow, others)).findings).toEqual([]);
});

test('a node that has just started reads from cold caches', () => {
  const young = { ...reads(400), info: info({ uptimeSeconds: 120 }) };
  expect(detect(onSecond(young, reads(2))).findings).toEqual([]);
});

test('an answer that did not come is missing, and no node is called slow for it', () => {
  const { findings, missing } = detect(onSecond({ 'read-latency': failed('timed-out') }, reads(8)));
  expect(findings).toEqual([]);
  expect(missing).toMatchObject([{ node: '10.0.0.2', source: 'read-latency', why: 'timed-out' }]);
});
