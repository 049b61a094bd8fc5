import { logOf, nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { weigh } from './compaction/causes.ts';
import { fewestPauseMs, pausesTotal } from './gc-share.ts';
import { cpuHeldBack } from './machine/cpu-shortage.ts';
import { memoryShortage } from './machine/memory-shortage.ts';
import { shortageFollows, shortageSources } from './machine/shortage-sources.ts';
import { missingSources } from './missing-sources.ts';
import { riseIn, withoutTwo, type Rise } from './rise.ts';
import { rounded } from './wording.ts';

/** A JVM that stands still to collect garbage, for too large a part of the time or for too long at once. */
export const gcPauses: Detector = {
  id: 'gc-pauses',
  title: 'a node that stands still to collect garbage',
  needs: ['garbage-collection', 'info', ...shortageSources],
  follows: shortageFollows,
  ends: ['garbage-collection', 'info'],
  detect(series) {
    const notJudged = withoutTwo(series, 'garbage-collection');
    return {
      detector: 'gc-pauses',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['garbage-collection']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** Share of the time; half of it, and the node does little else. */
const warnShare = 0.1;
const criticalShare = 0.5;
/** Of one collection on average: twice the 200 ms from which Cassandra's GCInspector logs one. */
const longPauseMs = 400;
/** One long collection now and then is what a collector may do. */
const fewestPauses = 3;

function judgeNode(series: Series, node: string): readonly Finding[] {
  const time = riseIn(series, node, 'garbage-collection', (one) => pausesTotal(one, 'timeMs'));
  const count = riseIn(series, node, 'garbage-collection', (one) =>
    pausesTotal(one, 'collections'),
  );
  if (!time || !count || count.rise === 0 || time.spanMs < fewestPauseMs) return [];
  const share = time.rise / time.spanMs;
  const pauseMs = time.rise / count.rise;
  const isLong = pauseMs >= longPauseMs && count.rise >= fewestPauses;
  if (share < warnShare && !isLong) return [];
  return [
    {
      detector: 'gc-pauses',
      severity: share >= criticalShare ? 'critical' : 'warning',
      node,
      ...weigh([cpuHeldBack(series, node), memoryShortage(series, node)]),
      summary: `stood still for ${rounded(share * 100)} % of the time to collect garbage, ${rounded(pauseMs)} ms at a time`,
      evidence: [
        { what: 'time in collections', value: rounded(share * 100), unit: '%', limit: 10 },
        { what: 'mean collection', value: rounded(pauseMs), unit: 'ms', limit: longPauseMs },
        ...countEvidence(count),
        ...heapEvidence(series, node),
      ],
      advice: [nodetoolOn(node, 'gcstats'), nodetoolOn(node, 'info'), logOf(node)],
    },
  ];
}

function countEvidence({ rise, samples }: Rise): readonly Evidence[] {
  return [{ what: 'collections', value: rise, samples }];
}

function heapEvidence(series: Series, node: string): readonly Evidence[] {
  const info = latestValue(series, node, 'info');
  if (!info) return [];
  return [
    { what: 'heap used', value: Math.round(info.heapUsedMiB), unit: 'MiB' },
    { what: 'heap', value: Math.round(info.heapMaxMiB), unit: 'MiB' },
  ];
}
