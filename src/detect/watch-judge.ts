import type { Detector } from '../model/detector.ts';
import type { Detection, Finding, MissingSource, NotJudged } from '../model/finding.ts';
import { findingKey, notJudgedBy, withoutRepeats } from '../model/finding.ts';
import type { Judgement } from '../model/finding-life.ts';
import type { Limits } from '../model/limits.ts';
import { latestOf, spanMs } from '../model/series.ts';
import { nodeOf, type Series } from '../model/snapshot.ts';
import { seriesOfEach, type KeptLooks } from './kept-looks.ts';

export interface WatchJudgement extends Judgement {
  readonly missing: readonly MissingSource[];
  readonly notJudged: readonly NotJudged[];
}

/**
 * What was open before a gap is not closed before everything that compares looks has two of them again.
 */
const usualWarmUpMs = 150_000;

/** Every detector over the looks that are kept for it. */
export function judgeKept(
  kept: KeptLooks,
  detectors: readonly Detector[],
  limits: Limits,
): WatchJudgement {
  const seriesFor = seriesOfEach(kept, limits);
  const judged = detectors.map((detector) => {
    const series = seriesFor(detector);
    return { detector, series, detection: detector.detect(series, limits) };
  });
  const looks = kept.map(({ look }) => look);
  const from = looks[0]?.at ?? 0;
  return {
    at: kept.at(-1)?.look.at ?? 0,
    findings: judged.flatMap(({ detection }) => detection.findings),
    missing: withoutRepeats(judged.flatMap(({ detection }) => detection.missing)),
    notJudged: notJudgedBy(judged.map(({ detection }) => detection)),
    isJudged: ({ finding, openedAt }) =>
      judged
        .filter(isBy(finding))
        .every((by) => (isWarm(by) || openedAt >= from) && isSeen(finding, by)),
  };
}

/** It was looked at for as long as a comparison takes. */
function isWarm({ detector, series }: Judged): boolean {
  return spanMs(series) >= (detector.warmUpMs ?? usualWarmUpMs);
}

interface Judged {
  readonly detector: Detector;
  readonly series: Series;
  readonly detection: Detection;
}

function isBy({ detector }: Finding) {
  return ({ detection }: Judged): boolean => detection.detector === detector;
}

/** Nothing that the detector needs of the node is missing, and it was looked at for long enough. */
function isSeen(finding: Finding, { detector, series, detection }: Judged): boolean {
  const key = findingKey(finding);
  if (detection.undecided?.some((one) => findingKey(one) === key)) return false;
  const isOf = ({ node }: MissingSource) => finding.node === 'cluster' || node === finding.node;
  if (detection.missing.some(isOf)) return false;
  const newest = series.at(-1);
  const isKnown = newest !== undefined && nodeOf(newest, finding.node) !== undefined;
  return !isKnown || detector.needs.every((source) => latestOf(series, finding.node, source));
}
