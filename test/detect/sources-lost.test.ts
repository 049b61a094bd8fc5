import { expect, test } from 'vitest';
import { detectAll, detectors } from '../../src/detect/index.ts';
import { everyRelease, sinceWhen } from '../../src/model/ways.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { Detection } from '../../src/model/finding.ts';
import type { NodeSnapshot, Series, Snapshot, SourceId } from '../../src/model/snapshot.ts';
import { simulated } from '../simulate/simulated.ts';

const all = [...new Set(detectors.flatMap(({ needs }) => needs))];
const healthy = simulated().look(all);
const minuteMs = 60_000;

type Sources = NodeSnapshot['sources'];

/** Two hours of the same look, long enough for all: nothing is found, and nothing left open. */
async function twoHours(change: (sources: Sources) => Sources): Promise<Series> {
  const first = await healthy;
  return Array.from({ length: 121 }, (_, minute) => later(first, minute * minuteMs, change));
}

function later(look: Snapshot, byMs: number, change: (sources: Sources) => Sources): Snapshot {
  const moved = (sources: Sources): Sources =>
    Object.fromEntries(
      Object.entries(sources).map(([source, seen]) => [source, { ...seen, at: seen.at + byMs }]),
    );
  const nodes = look.nodes.map((node) => ({ ...node, sources: change(moved(node.sources)) }));
  return { at: look.at + byMs, nodes };
}

function isSilent({ findings, missing, notJudged }: Detection): boolean {
  return findings.length === 0 && missing.length === 0 && notJudged === undefined;
}

async function silentWithout(source: SourceId): Promise<readonly string[]> {
  const series = await twoHours((sources) => ({
    ...sources,
    [source]: { kind: 'missing', at: 0, why: 'unsupported', detail: 'not offered' },
  }));
  return detectors
    .filter(({ needs }) => needs.includes(source))
    .filter((detector) => isSilent(detector.detect(series, labLimits)))
    .map(({ id }) => id);
}

/**
 * Who judges on without a word, and may: it is evidence and causes alone, the advice for a release, or another source
 * says the same. What every release offers (status, info, ...) is never excused, and missing (nothing-unseen.test.ts).
 */
const judgedWithout: Readonly<Partial<Record<SourceId, readonly string[]>>> = {
  'cpu-pressure': ['stalled-compaction', 'compaction-trend', 'cpu-throttling', 'table-latency'],
  'memory-pressure': ['memory-limit', 'table-latency'],
  'io-pressure': ['io-spike'],
  'process-io': ['io-spike'],
  cgroup: ['stalled-compaction', 'compaction-trend', 'io-spike', 'table-latency'],
  'disk-activity': ['compaction-trend', 'io-spike'],
  'compaction-threads': ['stalled-compaction'],
  disks: ['stalled-compaction'],
  'file-systems': ['stalled-compaction', 'compaction-trend'],
  'compaction-throughput': ['stalled-compaction'],
  // SSTables that pile up make worse what the tasks tell; the log tells of aborted ones.
  'sstable-counts': ['stalled-compaction'],
  'aborted-compactions': ['stalled-compaction'],
  // SILENT alone asks it, to leave a table out.
  autocompaction: ['compaction-trend'],
  // Without it the machine is not known, and its sources are missing for that reason.
  'java-process': [
    ...['stalled-compaction', 'compaction-trend', 'io-spike'],
    ...['cpu-throttling', 'memory-limit', 'table-latency'],
  ],
};

/** nodetool stands in for JMX, and what CQL alone says nothing stands in for. */
const mayBeLeftOut = all.filter(
  (source) => (sinceWhen(source, 'nodetool') ?? sinceWhen(source, 'cql')) !== everyRelease,
);

test('over so long every detector judges the healthy nodes, but for what JMX and requests tell', async () => {
  const series = await twoHours((sources) => sources);
  const detections = detectAll(series, labLimits);
  const open = detections.flatMap(({ notJudged }) => notJudged ?? []);
  expect(open.filter((reason) => !/only JMX tells it|no request of its own/.test(reason))).toEqual(
    [],
  );
  expect(detections.flatMap(({ findings }) => findings)).toEqual([]);
});

test.each(mayBeLeftOut)('without %s no detector is silent that needs it', async (source) => {
  expect(await silentWithout(source)).toEqual(judgedWithout[source] ?? []);
});
