import type { Advice } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding } from '../model/finding.ts';
import { findingKey, isAtLeast } from '../model/finding.ts';
import { toIso, type Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import type { Series, Snapshot, SourceId } from '../model/snapshot.ts';

/**
 * What would have been found had the time ended earlier, by detectors that judge a moment, and is not found at its
 * end: warnings, for the time was not a healthy one. What is found now on the same node says more than that.
 */
export function overFindings(
  series: Series,
  detectors: readonly Detector[],
  limits: Limits,
  now: readonly Finding[],
): readonly Finding[] {
  const placeOf = ({ detector, node }: Finding) => `${detector} ${node}`;
  const isNow = new Set(now.map(placeOf));
  const found = detectors
    .filter(({ isOfMoment }) => isOfMoment)
    .flatMap((detector) => foundIn(series, detector, limits));
  return found
    .filter(isTold)
    .flatMap((one) => (isNow.has(placeOf(one.finding)) ? [] : [overOf(one)]));
}

/** Once alone a warning is what gossip does while it spreads. */
function isTold({ finding: { severity }, times }: FoundThen): boolean {
  return severity === 'critical' || times.length > 1;
}

interface FoundThen {
  /** As it was last found. */
  readonly finding: Finding;
  readonly times: readonly Instant[];
  /** Looks at which it would have been. */
  readonly judged: number;
}

function foundIn(series: Series, detector: Detector, limits: Limits): readonly FoundThen[] {
  const asks = detector.ends ?? detector.follows;
  const ends = series.flatMap((look, at) => (isAsked(look, asks) ? [at + 1] : []));
  const found = new Map<string, Omit<FoundThen, 'judged'>>();
  for (const end of ends.filter((each) => each < series.length)) {
    const then = series.slice(0, end);
    const at = then.at(-1)?.at ?? 0;
    for (const finding of detector.detect(then, limits).findings) {
      if (!isAtLeast(finding.severity, 'warning')) continue;
      const key = findingKey(finding);
      found.set(key, { finding, times: [...(found.get(key)?.times ?? []), at] });
    }
  }
  return [...found.values()].map((one) => ({ ...one, judged: ends.length }));
}

function isAsked({ nodes }: Snapshot, sources: readonly SourceId[]): boolean {
  return sources.every((source) => nodes.some((node) => node.sources[source]));
}

function overOf({ finding, times, judged }: FoundThen): Finding {
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const when = first === last ? `at ${toIso(last)}` : `from ${toIso(first)} to ${toIso(last)}`;
  return {
    ...finding,
    severity: 'warning',
    summary: `${finding.summary}; so ${when}, at ${times.length} of ${judged} looks, and not at the last`,
    advice: finding.advice.filter((one) => !isStart(one)),
  };
}

/** What is over did not wait for a start. */
function isStart(advice: Advice): boolean {
  return typeof advice === 'object' && 'command' in advice && advice.command === 'start';
}
