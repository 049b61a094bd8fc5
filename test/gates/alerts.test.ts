import { expect, test } from 'vitest';
import { alerts } from '../../src/gates/alerts.ts';
import { healthyView, missing, seen, without } from './healthy-view.ts';

const down = { name: 'Down', labels: { alertname: 'Down', instance: 'a:9', severity: 'page' } };

test('passes when nothing fires', () => {
  expect(alerts.judge({ ...healthyView, alerts: seen([]) })).toEqual({
    kind: 'pass',
    note: 'no alert fires',
  });
});

test('waits while one fires, and says which', () => {
  const others = ['B', 'C', 'D'].map((name) => ({ name, labels: {} }));
  expect(alerts.judge({ ...healthyView, alerts: seen([down, ...others]) })).toEqual({
    kind: 'wait',
    reason: '4 firing: Down (instance a:9, severity page), B, C and 1 more',
  });
  const nameless = { name: '', labels: {} };
  expect(alerts.judge({ ...healthyView, alerts: seen([nameless]) })).toMatchObject({
    reason: '1 firing: an alert without a name',
  });
});

test('never passes without an answer', () => {
  const notAsked = without(healthyView, 'alerts');
  expect(alerts.judge(notAsked)).toEqual({
    kind: 'wait',
    reason: 'alerts are not seen, was not asked',
  });
  expect(alerts.judge({ ...healthyView, alerts: missing('failed', 'HTTP 503') })).toEqual({
    kind: 'wait',
    reason: 'alerts are not seen, failed: HTTP 503',
  });
});

test('what others named cannot reach the terminal', () => {
  const evil = { name: '\u001B[2J\nx', labels: { instance: '\u009B31m' } };
  expect(alerts.judge({ ...healthyView, alerts: seen([evil]) })).toEqual({
    kind: 'wait',
    reason: String.raw`1 firing: \u001b[2J x (instance \u009b31m)`,
  });
});

test('a rehearsal says that it did not ask', () => {
  expect(alerts.judge({ ...healthyView, alerts: missing(), isRehearsal: true })).toEqual({
    kind: 'pass',
    note: 'not asked in a rehearsal',
  });
});
