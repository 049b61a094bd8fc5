import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { median } from '../model/median.ts';
import { rowOf, votersOf } from '../model/peers-view.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { TableLatencies } from '../model/readings.ts';
import type { Series } from '../model/snapshot.ts';
import { weigh } from './compaction/causes.ts';
import { cpuShortage } from './machine/cpu-shortage.ts';
import { memoryShortage } from './machine/memory-shortage.ts';
import { shortageFollows, shortageSources } from './machine/shortage-sources.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { listed, rounded } from './wording.ts';
import { isYoung } from './young.ts';

/**
 * A table that one node reads or writes far slower than the other nodes of its data centre do at the same
 * time. What it serves itself, not as a coordinator; medians of the last minutes.
 */
export const tableLatency: Detector = {
  id: 'table-latency',
  title: 'a table that is far slower on one node than on its peers',
  needs: ['read-latency', 'write-latency', 'status', 'info', ...shortageSources],
  follows: shortageFollows,
  ends: ['read-latency', 'write-latency'],
  detect(series) {
    const notJudged = notAsked(series, 'read-latency') ?? notAsked(series, 'write-latency');
    return {
      detector: 'table-latency',
      findings: kinds.flatMap((kind) => judge(series, kind)),
      missing: missingSources(series, ['read-latency', 'write-latency']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

const kinds = [
  { source: 'read-latency', name: 'read' },
  { source: 'write-latency', name: 'write' },
] as const;
type Kind = (typeof kinds)[number];

/** Fewer requests a second are no latency worth a word. */
const fewestPerSecond = 10;
const fewestPeers = 2;
/** Of the p99: it hurts from here, and is so many times the median of the peers. */
const slowMs = 50;
const factor = 5;

interface TableLook {
  readonly node: string;
  readonly dc: string;
  readonly table: TableLatencies['tables'][number];
}

function judge(series: Series, kind: Kind): readonly Finding[] {
  const groups = groupBy(
    looksAt(series, kind),
    ({ dc, table }) => `${dc}|${table.keyspace}.${table.table}`,
  );
  const isWorthALook = ({ node, table }: TableLook) =>
    table.p99Ms >= slowMs && isYoung(series, node) === false;
  return [...groups.values()].flatMap((all) =>
    all.filter(isWorthALook).flatMap((one) => {
      const peers = all.filter((other) => other !== one);
      return judgeTable(series, one, peers, kind);
    }),
  );
}

function looksAt(series: Series, { source }: Kind): readonly TableLook[] {
  const [voter] = votersOf(series);
  return addressesOf(series).flatMap((node) => {
    const dc = voter === undefined ? undefined : rowOf(series, voter, node)?.dc;
    const tables = latestValue(series, node, source)?.tables ?? [];
    if (dc === undefined) return [];
    const busy = tables.filter(({ perSecond }) => perSecond >= fewestPerSecond);
    return busy.map((table) => ({ node, dc, table }));
  });
}

function judgeTable(
  series: Series,
  { node, table }: TableLook,
  peers: readonly TableLook[],
  { name }: Kind,
): readonly Finding[] {
  const middle = median(peers.map((peer) => peer.table.p99Ms)) ?? 0;
  if (peers.length < fewestPeers || table.p99Ms < factor * middle) return [];
  return [
    {
      detector: 'table-latency',
      severity: 'warning',
      node,
      subject: `${name}s of ${table.keyspace}.${table.table}`,
      ...weigh([cpuShortage(series, node), memoryShortage(series, node)]),
      summary: `one ${name} in a hundred takes ${rounded(table.p99Ms)} ms or longer, ${rounded(middle)} ms on its peers`,
      evidence: [
        { what: `${name} p99`, value: rounded(table.p99Ms), unit: 'ms', limit: slowMs },
        { what: `${name} p50`, value: rounded(table.p50Ms), unit: 'ms' },
        { what: "p99: peers' median", value: rounded(middle), unit: 'ms' },
        { what: 'requests a second', value: rounded(table.perSecond) },
        { what: 'compared with', value: listed(peers.map((peer) => peer.node)) },
      ],
      advice: [
        nodetoolOn(node, 'tablehistograms', table.keyspace, table.table),
        nodetoolOn(node, 'compactionstats'),
      ],
    },
  ];
}
