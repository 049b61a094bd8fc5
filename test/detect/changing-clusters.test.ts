import { expect, test } from 'vitest';
import { detectAll, detectors } from '../../src/detect/index.ts';
import { droppedMutations } from '../../src/detect/dropped-mutations.ts';
import { labLimits, productionLimits } from '../../src/model/limits.ts';
import { recorded } from '../collect/healthy-answers.ts';
import { parsers } from '../parse/parsers.ts';
import { clusterOf, simulatedFrom } from '../simulate/simulated.ts';
import { looks } from './series-builder.ts';
import { detect, watched } from './stalled-series.ts';

const asked = [...new Set(detectors.flatMap(({ needs }) => needs))];

async function judged(state: ReturnType<typeof clusterOf>) {
  const detections = detectAll([await simulatedFrom(state).look(asked)], labLimits);
  return {
    findings: detections.flatMap(({ findings }) => findings),
    missing: detections.flatMap(({ missing }) => missing),
  };
}

test('nodes of three releases in one cluster are each read in their own words', async () => {
  const state = clusterOf();
  const releases = ['4.0.19', '4.1.10', '5.0.8'];
  const nodes = state.nodes.map((node, i) => ({
    ...node,
    lives: node.lives.map((life) => ({ ...life, release: releases[i] ?? life.release })),
  }));
  const { missing } = await judged({ ...state, nodes });
  expect(missing).toEqual([]);
});

test('a cluster without a keyspace of its own is healthy', async () => {
  expect(await judged(clusterOf({ keyspaces: [] }))).toEqual({ findings: [], missing: [] });
});

const table = (name: string, liveSSTables: number) => ({
  keyspace: 'app',
  table: name,
  liveSSTables,
});
const off = (name: string) => ({ keyspace: 'app', table: name, running: false });

test('a table that appears between looks has not grown, one that is dropped is not told of', () => {
  const late = watched(60, (second) => ({
    autocompaction: { tables: second < 30 ? [] : [off('new')] },
    'sstable-counts': { tables: second < 60 ? [] : [table('new', 900)] },
  }));
  expect(detect(late).findings).toMatchObject([
    { state: 'DISABLED', severity: 'warning', subject: 'app.new' },
  ]);
  const gone = watched(60, (second) => ({
    autocompaction: { tables: second < 30 ? [off('old')] : [] },
    'sstable-counts': { tables: second < 30 ? [table('old', 900)] : [] },
  }));
  expect(detect(gone).findings).toEqual([]);
});

test('a kind of message that is missing from one answer comes back with its old count', () => {
  const counts = [
    [{ message: 'READ_REQ', count: 500 }],
    [{ message: 'MUTATION_REQ', count: 0 }],
    [{ message: 'READ_REQ', count: 500 }],
  ];
  const series = looks(20, 10, (second) => ({
    '10.0.0.1': { tpstats: { pools: [], dropped: counts[second / 10] } },
  }));
  expect(droppedMutations.detect(series, productionLimits).findings).toEqual([]);
});

test('a counter that wraps is unreadable while it is negative, and a new beginning after that', () => {
  const negative = recorded('tpstats').replace(/^READ_REQ +0 /m, 'READ_REQ -5 ');
  expect(parsers.tpstats(negative)).toMatchObject({ kind: 'unreadable' });
  const wrapped = [2 ** 31 - 2, 1, 4];
  const series = looks(20, 10, (second) => ({
    '10.0.0.1': {
      tpstats: { pools: [], dropped: [{ message: 'READ_REQ', count: wrapped[second / 10] ?? 0 }] },
    },
  }));
  expect(droppedMutations.detect(series, productionLimits).findings).toMatchObject([
    { summary: '3 READ_REQ messages dropped in 20 s' },
  ]);
});
