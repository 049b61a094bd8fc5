import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestValue, spanMs } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { judgeBehind } from './trend/behind.ts';
import { judgeChurn } from './trend/churn.ts';
import { nodeCompactions, type NodeCompactions } from './compaction/node-compactions.ts';
import { judgeSilent } from './trend/silent.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { needsFor } from './too-short.ts';

const hourMs = 3_600_000;

/**
 * Compactions that lose ground over half an hour and more, though no single task stands still: SILENT,
 * CHURN, BEHIND (health-signals 3.3). Warnings; critical where the disk has little room left as well.
 */
export const compactionTrend: Detector = {
  id: 'compaction-trend',
  title: 'compactions that fall behind, never finish, or pass a table over, by the hour',
  needs: ['compactionstats', 'sstable-counts', 'autocompaction', 'disk-activity', 'file-systems'],
  follows: ['compactionstats', 'disk-activity'],
  ends: ['sstable-counts', 'autocompaction', 'file-systems'],
  watchMs: () => hourMs + 120_000,
  warmUpMs: hourMs,
  detect(series, limits) {
    const isShort = spanMs(series) < hourMs / 2;
    const notJudged =
      notAsked(series, 'compactionstats') ?? (isShort ? needsFor(series, hourMs / 2) : undefined);
    return {
      detector: 'compaction-trend',
      findings: isShort
        ? []
        : addressesOf(series).flatMap((node) =>
            judgeNode(nodeCompactions(series, node, limits), series, limits),
          ),
      missing: missingSources(series, ['compactionstats', 'sstable-counts']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

function judgeNode(on: NodeCompactions, series: Series, limits: Limits): readonly Finding[] {
  const found = [...judgeSilent(on), ...judgeChurn(on), ...judgeBehind(on)];
  const room = roomPercent(series, on.node);
  if (room === undefined || room >= limits.diskFreeWarnPercent) return found;
  const evidence = {
    what: 'free on its fullest data disk',
    value: Math.round(room),
    unit: '%',
    limit: limits.diskFreeWarnPercent,
  };
  return found.map((one) => ({
    ...one,
    severity: one.severity === 'warning' ? 'critical' : one.severity,
    evidence: [...one.evidence, evidence],
  }));
}

function roomPercent(series: Series, node: string): number | undefined {
  const mounts = latestValue(series, node, 'file-systems')?.mounts ?? [];
  const shares = mounts
    .filter(({ totalBytes }) => totalBytes > 0)
    .map(({ availableBytes, totalBytes }) => (100 * availableBytes) / totalBytes);
  return shares.length > 0 ? Math.min(...shares) : undefined;
}
