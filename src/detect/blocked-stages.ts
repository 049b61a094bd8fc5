import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources } from './missing-sources.ts';
import { riseIn, withoutTwo, type Rise } from './rise.ts';
import { counted } from '../model/counted.ts';
import { lastedText } from '../model/lasted.ts';

/**
 * Pools that refused a task a place in their queue while we looked. `CompactionExecutor` is not among them:
 * its queue has no end (CompactionManager, 2.1 to 5.0), so an alert on its blocked tasks can never fire.
 */
export const blockedStages: Detector = {
  id: 'blocked-stages',
  title: 'thread pools whose queues are full, so that others wait for a place',
  needs: ['thread-pools'],
  follows: [],
  ends: ['thread-pools'],
  detect(series) {
    const notJudged = withoutTwo(series, 'thread-pools');
    return {
      detector: 'blocked-stages',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['thread-pools']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

function judgeNode(series: Series, node: string): readonly Finding[] {
  const pools = latestValue(series, node, 'thread-pools')?.pools ?? [];
  return pools.flatMap(({ name, allTimeBlocked, blocked, pending }) => {
    // Most have never blocked anybody.
    if (allTimeBlocked === 0) return [];
    const seen = riseIn(
      series,
      node,
      'thread-pools',
      (one) => one.pools.find((pool) => pool.name === name)?.allTimeBlocked ?? 0,
    );
    return seen && seen.rise > 0 ? [toFinding(node, name, seen, { blocked, pending })] : [];
  });
}

function toFinding(
  node: string,
  pool: string,
  { rise, spanMs, samples }: Rise,
  now: { readonly blocked: number; readonly pending: number },
): Finding {
  return {
    detector: 'blocked-stages',
    severity: 'warning',
    node,
    subject: pool,
    summary: `${counted(rise, 'task')} waited for a place in the queue of ${pool} in ${lastedText(spanMs)}`,
    evidence: [
      { what: 'blocked while we looked', value: rise, limit: 0 },
      { what: 'blocked now', value: now.blocked },
      { what: 'pending now', value: now.pending },
      { what: 'since the node started', value: samples.at(-1)?.value ?? 0, samples },
    ],
    advice: [nodetoolOn(node, 'tpstats'), nodetoolOn(node, 'compactionstats')],
  };
}
