import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { rounded } from './wording.ts';

/** Data that reads and compactions have a hard time with. Worth knowing; a restart neither helps nor hurts. */
export const partitions: Detector = {
  id: 'partitions',
  title: 'partitions that are too large, and reads that step over too many tombstones',
  needs: ['largest-partitions', 'tombstones-per-read'],
  follows: [],
  detect(series) {
    const notJudged =
      notAsked(series, 'largest-partitions') ?? notAsked(series, 'tombstones-per-read');
    return {
      detector: 'partitions',
      findings: addressesOf(series).flatMap((node) => [
        ...wide(series, node),
        ...tombstones(series, node),
      ]),
      missing: missingSources(series, ['largest-partitions', 'tombstones-per-read']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** compaction_large_partition_warning_threshold and tombstone_warn_threshold, as shipped. */
const wideMebibytes = 100;
const manyTombstones = 1_000;

function wide(series: Series, node: string): readonly Finding[] {
  const tables = latestValue(series, node, 'largest-partitions')?.tables ?? [];
  return tables
    .filter(({ mebibytes }) => mebibytes >= wideMebibytes)
    .map(({ keyspace, table, mebibytes }) => ({
      detector: 'partitions',
      state: 'WIDE',
      severity: 'info',
      node,
      subject: `${keyspace}.${table}`,
      summary: `a partition of ${mebibytes} MiB: it is read and compacted as one`,
      evidence: [
        { what: 'largest partition', value: mebibytes, unit: 'MiB', limit: wideMebibytes },
      ],
      advice: [
        nodetoolOn(node, 'tablehistograms', keyspace, table),
        nodetoolOn(node, 'toppartitions', keyspace, table, '10000'),
      ],
    }));
}

function tombstones(series: Series, node: string): readonly Finding[] {
  const tables = latestValue(series, node, 'tombstones-per-read')?.tables ?? [];
  return tables
    .filter(({ p99 }) => p99 >= manyTombstones)
    .map(({ keyspace, table, p99, max, reads }) => ({
      detector: 'partitions',
      state: 'TOMBSTONES',
      severity: 'info',
      node,
      subject: `${keyspace}.${table}`,
      summary: `one read in a hundred steps over ${rounded(p99)} tombstones or more`,
      evidence: [
        { what: 'tombstones a read, p99', value: rounded(p99), limit: manyTombstones },
        { what: 'at most', value: max },
        { what: 'reads since the node started', value: reads },
      ],
      advice: [nodetoolOn(node, 'tablestats', `${keyspace}.${table}`)],
    }));
}
