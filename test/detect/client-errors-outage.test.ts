import { expect, test } from 'vitest';
import { clientErrors } from '../../src/detect/client-errors.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { SourceValues } from '../../src/model/snapshot.ts';
import { cqlLocal, failed, info, look, ring, start, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const peer = '10.0.0.2';

/** The newest request that failed was made in that second. */
function failedAt(second: number): Answers {
  const view: SourceValues['client-view'] = {
    ...{ requests: 118, errors: { unreachable: 50 }, latencyTenths: new Map() },
    ...{ p50Ms: 1, p99Ms: 2, lastFailedAt: start + second * 1_000 },
  };
  return { 'client-view': view };
}

function answering(gossipGeneration: number): Answers {
  return { 'cql-local': cqlLocal({ gossipGeneration }) };
}

const silent: Answers = {
  'cql-local': failed('unreachable'),
  compactionstats: failed('timed-out'),
};
/** nodetool answers, CQL does not yet. */
const starting: Answers = { 'cql-local': failed('unreachable'), info: info() };

type Look = readonly [second: number, ofNode: Answers, peerSays?: 'up' | 'down'];

/** As a watch looks: peers are asked now and then only. */
function judged(...looks: readonly Look[]) {
  const series = looks.map(([second, ofNode, says]) => {
    const status = says && { status: ring({ [node]: says, [peer]: 'up' }) };
    return look(second, { [node]: ofNode, [peer]: { ...status } });
  });
  const [finding] = clientErrors.detect(series, productionLimits).findings;
  const [, why] = finding?.summary.split('; ') ?? [];
  return [finding?.severity, why];
}

const gone: readonly Look[] = [
  [10, { ...silent, ...failedAt(9) }],
  [20, { ...silent, ...failedAt(19) }],
];
const asked: Look = [30, { ...silent, ...failedAt(29) }, 'down'];
const up: Look = [40, { ...starting, ...failedAt(39) }, 'up'];
const back = (failedSecond: number): Look => [50, { ...answering(8), ...failedAt(failedSecond) }];

test('what fails while a node is away is information, from its first silence to the end of the view', () => {
  const silence = ['info', 'nothing else of it answers either'];
  expect(judged([0, answering(7), 'up'], ...gone)).toEqual(silence);
  expect(judged([0, answering(7), 'up'], ...gone, asked)).toEqual([
    'info',
    'its peers see it down',
  ]);
  expect(judged(...gone, asked, up)).toEqual(['info', 'it is coming back']);
  // Whether or not the process before is still known: a view reaches further back than the looks may.
  const restarted = ['info', 'it was restarted meanwhile'];
  expect(judged([0, answering(7), 'up'], ...gone, asked, up, back(44))).toEqual(restarted);
  const away = ['info', 'it was away meanwhile'];
  expect(judged(...gone, asked, up, back(44))).toEqual(away);
  const later: Look = [180, { ...answering(8), ...failedAt(44) }, 'up'];
  expect(judged(...gone, asked, up, back(44), later)).toEqual(away);
});

test('a restart between two looks shows in its generation alone', () => {
  expect(judged([0, answering(7)], [10, { ...answering(8), ...failedAt(6) }])).toEqual([
    'info',
    'it was restarted meanwhile',
  ]);
});

test('what fails once it serves again is a warning', () => {
  const later: Look = [90, { ...answering(8), ...failedAt(71) }, 'up'];
  expect(judged([0, answering(7), 'up'], ...gone, asked, up, back(44), later)).toEqual([
    'warning',
    undefined,
  ]);
});

test('a node that does not let clients in is coming back for a minute, and then ill', () => {
  const closed = (second: number): Look => [second, { ...starting, ...failedAt(second - 1) }, 'up'];
  expect(judged(asked, up, closed(90))).toEqual(['info', 'it is coming back']);
  expect(judged(asked, up, closed(91))).toEqual(['warning', undefined]);
});

test('where peers see it up the way to a silent node is at fault, not its absence', () => {
  const denied: Look = [30, { ...silent, ...failedAt(29) }, 'up'];
  const after: Look = [40, { ...silent, ...failedAt(39) }];
  expect(judged([0, answering(7), 'up'], ...gone, denied)).toEqual(['warning', undefined]);
  expect(judged([0, answering(7), 'up'], ...gone, denied, after)).toEqual(['warning', undefined]);
});

test('a node of which nothing shows that it was away is not excused', () => {
  expect(judged([0, answering(7)], [90, { ...answering(7), ...failedAt(80) }])).toEqual([
    'warning',
    undefined,
  ]);
  expect(judged([0, failedAt(0)], [90, failedAt(80)])).toEqual(['warning', undefined]);
});
