import { expect, test } from 'vitest';
import { partitions } from '../../src/detect/partitions.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, look, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const events = { keyspace: 'app', table: 'events' };

function detect(mebibytes: number, p99: number, others: Answers = {}) {
  const answers: Answers = {
    'largest-partitions': { tables: [{ ...events, mebibytes }] },
    'tombstones-per-read': { tables: [{ ...events, reads: 500, p99, max: 2 * p99 }] },
    ...others,
  };
  return partitions.detect([look(0, { [node]: answers })], productionLimits);
}

test('small partitions and few tombstones are healthy', () => {
  expect(detect(99, 999)).toEqual({ detector: 'partitions', findings: [], missing: [] });
});

test('a large partition and many tombstones are worth knowing', () => {
  expect(detect(300, 4_000).findings).toMatchObject([
    {
      state: 'WIDE',
      severity: 'info',
      node,
      subject: 'app.events',
      summary: 'a partition of 300 MiB: it is read and compacted as one',
    },
    {
      state: 'TOMBSTONES',
      severity: 'info',
      subject: 'app.events',
      summary: 'one read in a hundred steps over 4000 tombstones or more',
    },
  ]);
});

test('an answer that did not come is missing', () => {
  const { missing } = detect(1, 1, { 'largest-partitions': failed('timed-out') });
  expect(missing).toMatchObject([{ node, source: 'largest-partitions', why: 'timed-out' }]);
});
