import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { median } from '../model/median.ts';
import type { NodeClock } from '../model/readings.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { rounded } from './wording.ts';

/**
 * A node whose clock differs from those of the others. Writes are ordered by the time of their
 * coordinator or client, so a node that is ahead hides later writes, and one that is behind loses its own.
 */
export const clockSkew: Detector = {
  id: 'clock-skew',
  title: 'a clock that differs from those of the other nodes',
  needs: ['node-clock'],
  follows: [],
  ends: ['node-clock'],
  detect(series) {
    const notJudged = notAsked(series, 'node-clock');
    return {
      detector: 'clock-skew',
      findings: judge(series),
      missing: missingSources(series, ['node-clock']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** From 50 ms on operators are warned by others (awesome-prometheus-alerts); a second mixes up writes. */
const infoMs = 50;
const warnMs = 1_000;

function judge(series: Series): readonly Finding[] {
  const clocks = addressesOf(series).flatMap((node) => {
    const clock = latestValue(series, node, 'node-clock');
    return clock ? [{ node, clock }] : [];
  });
  // Of two that differ nobody can say which is right.
  if (clocks.length < 3) return [];
  const middle = median(clocks.map(({ clock }) => clock.aheadMs)) ?? 0;
  return clocks.flatMap(({ node, clock }) => judgeNode(node, clock, middle));
}

function judgeNode(node: string, clock: NodeClock, middle: number): readonly Finding[] {
  const aheadMs = clock.aheadMs - middle;
  const surelyMs = Math.abs(aheadMs) - clock.uncertaintyMs;
  if (surelyMs < infoMs) return [];
  const direction = aheadMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      detector: 'clock-skew',
      severity: surelyMs >= warnMs ? 'warning' : 'info',
      node,
      summary: `its clock is ${rounded(Math.abs(aheadMs))} ms ${direction} the others'`,
      evidence: [
        { what: 'difference from the median', value: rounded(aheadMs), unit: 'ms', limit: infoMs },
        { what: 'known to within', value: rounded(clock.uncertaintyMs), unit: 'ms' },
      ],
      advice: ['chronyc tracking (or ntpq -p) on the host: is its clock held?'],
    },
  ];
}
