import { logOf, nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { weigh } from './compaction/causes.ts';
import { pauseShare, pausesOf, type Pauses } from './gc-share.ts';
import { cpuHeldBack } from './machine/cpu-shortage.ts';
import { fullHeap } from './machine/full-heap.ts';
import { memoryShortage } from './machine/memory-shortage.ts';
import { shortageFollows, shortageSources } from './machine/shortage-sources.ts';
import { missingSources } from './missing-sources.ts';
import { withoutTwo } from './rise.ts';
import { needsTwoLooks } from './too-short.ts';
import { rounded } from './wording.ts';

/** A JVM that stands still to collect garbage, for too large a part of the time or for too long at once. */
export const gcPauses: Detector = {
  id: 'gc-pauses',
  title: 'a node that stands still to collect garbage',
  needs: ['garbage-collection', 'info', ...shortageSources],
  follows: shortageFollows,
  ends: ['garbage-collection', 'info'],
  detect(series) {
    const nodes = addressesOf(series).map((node) => ({ node, pauses: pausesOf(series, node) }));
    const isShort = nodes.every(({ pauses }) => pauses.length === 0);
    const notJudged =
      withoutTwo(series, 'garbage-collection') ??
      (isShort ? needsTwoLooks(series, 'garbage-collection') : undefined);
    return {
      detector: 'gc-pauses',
      findings: nodes.flatMap(({ node, pauses }) => judgeNode(series, node, pauses)),
      missing: missingSources(series, ['garbage-collection']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** Share of the time; half of it, and the node does little else. */
const warnShare = 0.1;
const criticalShare = 0.5;
/** Of one collection of a collector on average: twice the 200 ms from which Cassandra's GCInspector logs one. */
const longPauseMs = 400;
/** One long collection now and then is what a collector may do. */
const fewestPauses = 3;

function judgeNode(series: Series, node: string, pauses: readonly Pauses[]): readonly Finding[] {
  const share = pauseShare(pauses) ?? 0;
  const told = pauses.find(isLong) ?? pauses[0];
  if (!told || (share < warnShare && !isLong(told))) return [];
  const { collector, count } = told;
  const meanMs = meanOf(told);
  return [
    {
      detector: 'gc-pauses',
      severity: share >= criticalShare ? 'critical' : 'warning',
      node,
      ...weigh([fullHeap(pauses), cpuHeldBack(series, node), memoryShortage(series, node)]),
      summary: `stood still for ${rounded(share * 100)} % of the time to collect garbage, ${rounded(meanMs)} ms a collection of ${collector}`,
      evidence: [
        { what: 'time in collections', value: rounded(share * 100), unit: '%', limit: 10 },
        {
          what: `mean collection of ${collector}`,
          value: rounded(meanMs),
          unit: 'ms',
          limit: longPauseMs,
        },
        { what: `collections of ${collector}`, value: count.rise, samples: count.samples },
        ...heapEvidence(series, node),
      ],
      advice: [nodetoolOn(node, 'gcstats'), nodetoolOn(node, 'info'), logOf(node)],
    },
  ];
}

/** By each collector: many short collections of young objects hide a few long ones of the whole heap. */
function isLong(pauses: Pauses): boolean {
  return pauses.count.rise >= fewestPauses && meanOf(pauses) >= longPauseMs;
}

function meanOf({ time, count }: Pauses): number {
  return time.rise / Math.max(1, count.rise);
}

function heapEvidence(series: Series, node: string): readonly Evidence[] {
  const info = latestValue(series, node, 'info');
  if (!info) return [];
  return [
    { what: 'heap used', value: Math.round(info.heapUsedMiB), unit: 'MiB' },
    { what: 'heap', value: Math.round(info.heapMaxMiB), unit: 'MiB' },
  ];
}
