import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import type { NodeClock } from '../model/readings.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { listed, rounded } from './wording.ts';

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
    const differences = differencesIn(series);
    const notJudged = notAsked(series, 'node-clock') ?? tooSlow(differences);
    return {
      detector: 'clock-skew',
      findings: differences.flatMap(judgeNode),
      missing: missingSources(series, ['node-clock']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** From 50 ms on operators are warned by others (awesome-prometheus-alerts); a second mixes up writes. */
const infoMs = 50;
const warnMs = 1_000;

/** How far a clock is from the median of all, ahead or (below 0) behind, and to within what that is known. */
interface Difference {
  readonly node: string;
  readonly aheadMs: number;
  readonly withinMs: number;
}

function differencesIn(series: Series): readonly Difference[] {
  const clocks = addressesOf(series).flatMap((node): readonly Clock[] => {
    const clock = latestValue(series, node, 'node-clock');
    return clock ? [{ node, clock }] : [];
  });
  // Of two that differ nobody can say which is right.
  if (clocks.length < 3) return [];
  const least = endsOf(clocks, -1);
  const most = endsOf(clocks, 1);
  return clocks.map((one) => {
    const [from, to] = [least(one), most(one)];
    return { node: one.node, aheadMs: (from + to) / 2, withinMs: (to - from) / 2 };
  });
}

interface Clock {
  readonly node: string;
  readonly clock: NodeClock;
}

/**
 * By intervals: where a clock is from the median is the least when it is as far behind as it may be and the others are
 * as far ahead, and the other way round. So slow answers of the others accuse no node that answered at once. They
 * are put in order once, for there may be a thousand.
 */
function endsOf(clocks: readonly Clock[], sign: 1 | -1): (one: Clock) => number {
  const theirs = ({ clock }: Clock) => clock.aheadMs - sign * clock.uncertaintyMs;
  const inOrder = clocks.toSorted((a, b) => theirs(a) - theirs(b));
  const values = inOrder.map(theirs);
  const places = new Map(inOrder.map((one, place) => [one, place]));
  return (one) => {
    const own = one.clock.aheadMs + sign * one.clock.uncertaintyMs;
    return own - medianWith(values, places.get(one) ?? 0, own);
  };
}

/** The median when the value at this place of a list in order is another one. */
function medianWith(values: readonly number[], place: number, value: number): number {
  const others = (at: number) => values[at < place ? at : at + 1];
  const nth = (at: number) =>
    Math.min(Math.max(value, others(at - 1) ?? -Infinity), others(at) ?? Infinity);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? nth(middle) : (nth(middle - 1) + nth(middle)) / 2;
}

/** No difference of a second would be seen. */
function tooSlow(differences: readonly Difference[]): string | undefined {
  const unknown = differences.filter(({ withinMs }) => withinMs >= warnMs);
  const [first] = unknown;
  if (!first) return undefined;
  const nodes =
    unknown.length === differences.length ? 'any node' : listed(unknown.map(({ node }) => node));
  return `answers took so long that the clock of ${nodes} is known to within ${rounded(first.withinMs)} ms only`;
}

function judgeNode({ node, aheadMs, withinMs }: Difference): readonly Finding[] {
  const surelyMs = Math.abs(aheadMs) - withinMs;
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
        { what: 'known to within', value: rounded(withinMs), unit: 'ms' },
      ],
      advice: ['chronyc tracking (or ntpq -p) on the host: is its clock held?'],
    },
  ];
}
