import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { addressesOf, spanMs } from '../model/series.ts';
import { nodeCompactions, type NodeCompactions } from './compaction/node-compactions.ts';
import { leastRoom } from './compaction/room.ts';
import { cpuSources } from './machine/cpu-shortage.ts';
import { missingSources, notAsked, withoutPart } from './missing-sources.ts';
import { needsLooks } from './too-short.ts';
import { judgeBehind } from './trend/behind.ts';
import { judgeChurn } from './trend/churn.ts';
import { judgeSilent } from './trend/silent.ts';

const hourMs = 3_600_000;

/**
 * Compactions that lose ground over half an hour and more, though no single task stands still: SILENT,
 * CHURN, BEHIND (health-signals 3.3). Warnings; critical where the disk has little room left as well.
 */
export const compactionTrend: Detector = {
  id: 'compaction-trend',
  title: 'compactions that fall behind, never finish, or pass a table over, by the hour',
  needs: [
    'compactionstats',
    'sstable-counts',
    'autocompaction',
    'disk-activity',
    'file-systems',
    'java-process',
    ...cpuSources,
  ],
  follows: ['compactionstats', 'disk-activity', ...cpuSources],
  ends: ['sstable-counts', 'autocompaction', 'file-systems'],
  watchMs: () => hourMs + 120_000,
  over: ['compactionstats', 'sstable-counts', 'disk-activity'],
  warmUpMs: hourMs,
  detect(series, limits) {
    const isShort = spanMs(series) < hourMs / 2;
    const notJudged =
      notAsked(series, 'compactionstats') ??
      (isShort ? needsLooks(series, 'compactionstats', hourMs / 2) : undefined) ??
      withoutPart(series, 'sstable-counts', 'tables that are passed over');
    return {
      detector: 'compaction-trend',
      findings: isShort
        ? []
        : addressesOf(series).flatMap((node) => judgeNode(nodeCompactions(series, node, limits))),
      missing: missingSources(series, ['compactionstats', 'sstable-counts']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

function judgeNode(on: NodeCompactions): readonly Finding[] {
  const { limits } = on;
  const found = [...judgeSilent(on), ...judgeChurn(on), ...judgeBehind(on)];
  const room = leastRoom(on);
  if (!room || room.percent >= limits.diskFreeWarnPercent) return found;
  const evidence = {
    what: 'free on its fullest data disk',
    value: Math.round(room.percent),
    unit: '%',
    limit: limits.diskFreeWarnPercent,
  };
  return found.map((one) => ({
    ...one,
    severity: one.severity === 'warning' ? 'critical' : one.severity,
    evidence: [...one.evidence, evidence],
  }));
}
