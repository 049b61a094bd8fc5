import { expect, test } from 'vitest';
import { parseAlertmanager, parsePrometheus } from '../../src/parse/alerts.ts';

const alert = (
  state: string,
  labels: unknown = { alertname: 'HighLatency', severity: 'critical' },
) => ({
  labels,
  annotations: { summary: 'slow' },
  status: { state, silencedBy: [], inhibitedBy: [] },
});
const firing = {
  name: 'HighLatency',
  labels: { alertname: 'HighLatency', severity: 'critical' },
};

test('of Alertmanager fires what is active, or not yet looked at; silenced and inhibited is neither', () => {
  const text = JSON.stringify([alert('active'), alert('suppressed'), alert('unprocessed')]);
  expect(parseAlertmanager(text)).toEqual({ kind: 'parsed', value: [firing, firing] });
  expect(parseAlertmanager('[]')).toEqual({ kind: 'parsed', value: [] });
});

test('of Prometheus every series of the vector fires', () => {
  const result = [
    { metric: { alertname: 'Down', instance: 'a:9' }, value: [1, '1'] },
    { metric: {}, value: [1, '0'] },
  ];
  const text = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
  expect(parsePrometheus(text)).toEqual({
    kind: 'parsed',
    value: [
      { name: 'Down', labels: { alertname: 'Down', instance: 'a:9' } },
      { name: '', labels: {} },
    ],
  });
});

test.each([
  ['nothing', '', 'not JSON'],
  ['a page', '<html>', 'not JSON'],
  ['an object', '{}', 'no list of alerts'],
  ['an alert without status', '[{"labels":{}}]', 'a part is no object'],
  ['an alert without state', '[{"labels":{},"status":{}}]', 'an alert without state'],
  ['an alert without labels', JSON.stringify([alert('active', null)]), 'a part is no object'],
  ['a label that is a number', JSON.stringify([alert('active', { a: 1 })]), 'a label is no text'],
])('of Alertmanager %s is unreadable', (_, text, why) => {
  expect(parseAlertmanager(text)).toMatchObject({ kind: 'unreadable', why });
});

const vector = { resultType: 'vector', result: [] };

test.each([
  ['a list', [], 'a part is no object'],
  ['an error', { status: 'error', error: 'bad query' }, 'no status success'],
  [
    'a scalar',
    { status: 'success', data: { resultType: 'scalar', result: [1, '1'] } },
    'the query gives no vector',
  ],
  ['no data', { status: 'success' }, 'a part is no object'],
  [
    'half an answer',
    { status: 'success', data: vector, warnings: ['store a: no answer'] },
    'the answer is not whole',
  ],
])('of Prometheus %s is unreadable', (_, value, why) => {
  expect(parsePrometheus(JSON.stringify(value))).toMatchObject({ kind: 'unreadable', why });
});
