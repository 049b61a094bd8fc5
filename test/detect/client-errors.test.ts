import { expect, test } from 'vitest';
import { clientErrors } from '../../src/detect/client-errors.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { ClientView } from '../../src/model/readings.ts';
import { cqlLocal, failed, look, ring, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function detect(answers: Answers) {
  return clientErrors.detect([look(0, { [node]: answers })], productionLimits);
}

function view(change: Partial<ClientView>): Answers {
  const none = { requests: 200, errors: {}, p50Ms: 1.2, p99Ms: 900, latencyTenths: new Map() };
  return { 'client-view': { ...none, ...change } };
}

test('slow but successful requests are no finding', () => {
  expect(detect(view({}))).toEqual({ detector: 'client-errors', findings: [], missing: [] });
});

test('any error is a warning with its classes, latency only evidence', () => {
  const { findings } = detect(view({ errors: { 'read-timeout': 2, unavailable: 1, other: 0 } }));
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      node,
      summary: '3 of 200 requests through it failed: 2 read-timeout, 1 unavailable',
    },
  ]);
  expect(findings[0]?.evidence).toContainEqual({ what: 'latency p99', value: 900, unit: 'ms' });
});

const refused = view({ errors: { unreachable: 90 } });

test('a node that its peers see down has failed requests, but that is not another finding to act on', () => {
  const status = ring({ [node]: 'down', '10.0.0.2': 'up' });
  const { findings } = clientErrors.detect(
    [look(0, { [node]: refused, '10.0.0.2': { status } })],
    productionLimits,
  );
  expect(findings).toMatchObject([
    {
      severity: 'info',
      summary: '90 of 200 requests through it failed: 90 unreachable; its peers see it down',
    },
  ]);
});

test('who is gone is not to be asked: its log and its start come next', () => {
  const status = ring({ [node]: 'down', '10.0.0.2': 'up' });
  const adviceWith = (answers: Answers) =>
    clientErrors.detect(
      [look(0, { [node]: { ...refused, ...answers }, '10.0.0.2': { status } })],
      productionLimits,
    ).findings[0]?.advice;
  expect(adviceWith({ 'cql-local': failed('unreachable') })).toEqual([
    { on: node, command: 'log' },
    { on: node, command: 'start' },
  ]);
  expect(adviceWith({ 'cql-local': cqlLocal() })).toContainEqual({
    on: node,
    nodetool: ['tpstats'],
  });
});

test('so it is while its peers still see it up; of one that hangs info and its log come next', () => {
  const status = ring({ [node]: 'up', '10.0.0.2': 'up' });
  const adviceWhere = (why: 'unreachable' | 'timed-out') => {
    const own = { ...refused, 'cql-local': failed(why), info: failed(why) };
    const series = [look(0, { [node]: own, '10.0.0.2': { status } })];
    return clientErrors.detect(series, productionLimits).findings[0]?.advice;
  };
  const log = { on: node, command: 'log' };
  expect(adviceWhere('unreachable')).toEqual([log, { on: node, command: 'start' }]);
  expect(adviceWhere('timed-out')).toEqual([{ on: node, nodetool: ['info'] }, log]);
});

test('below 100 samples there is no percentile to show', () => {
  const { findings } = detect(
    view({ requests: 5, errors: { other: 1 }, p50Ms: undefined, p99Ms: undefined }),
  );
  expect(findings[0]?.evidence.map((one) => one.what)).toEqual(['other', 'requests']);
});

test('no request was made: not judged', () => {
  expect(detect(view({ requests: 0 })).notJudged).toBe(
    'no request of its own was made: needs --for 30s',
  );
  const none = { [node]: view({ requests: 0 }) };
  const { notJudged } = clientErrors.detect([look(0, none), look(30, none)], productionLimits);
  expect(notJudged).toBe('no request of its own was made: none in 30 s');
});

test('a client view that did not come is missing', () => {
  expect(detect({ 'client-view': failed('authentication', 'bad credentials') }).missing).toEqual([
    { node, source: 'client-view', why: 'authentication', detail: 'bad credentials' },
  ]);
});
