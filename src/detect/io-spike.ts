import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestValue, looksOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { ioCauses, shareEvidence } from './io/io-causes.ts';
import { nodeLoad } from './io/node-load.ts';
import { compareWithHistory, historyRows } from './io/own-history.ts';
import { compareWithPeers } from './io/peer-comparison.ts';
import { sharesOf } from './io/shares.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { needsTwoLooks } from './too-short.ts';
import { rounded } from './wording.ts';

const moving = ['disks', 'io-pressure', 'process-io', 'cgroup', 'disk-activity'] as const;

/**
 * Disks that hurt and changed. A node is compared with its peers at the same time, and in a long
 * series with its own past too.
 */
export const ioSpike: Detector = {
  id: 'io-spike',
  title: 'a disk that is slow or loaded far beyond its peers or its own past',
  needs: [...moving, 'java-process', 'status', 'info'],
  follows: moving,
  // Long enough for a comparison, short enough that a spike opens and closes while it matters.
  watchMs: ({ tickMs }) => Math.max(120_000, 5 * tickMs),
  detect(series, limits) {
    const isShort = addressesOf(series).every((node) => looksOf(series, node, 'disks').length < 2);
    const notJudged =
      notAsked(series, 'disks') ?? (isShort ? needsTwoLooks(series, 'disks') : undefined);
    return {
      detector: 'io-spike',
      findings: isShort ? [] : judge(series, limits),
      missing: missingSources(series, ['disks', 'io-pressure']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

function judge(series: Series, limits: Limits): readonly Finding[] {
  return withoutCauses(series, limits).map((finding) => withCauses(series, finding));
}

/** Whose bytes they are: most of them, and what that rests on. */
function withCauses(series: Series, finding: Finding): Finding {
  const shares = sharesOf(series, finding.node);
  if (!shares) return finding;
  const { causes, ruledOut } = ioCauses(shares);
  return {
    ...finding,
    evidence: [...finding.evidence, ...ownPressure(series, finding.node), ...shareEvidence(shares)],
    causes,
    ruledOut,
  };
}

/** Of the tasks of the node's own control group: they wait, whoever moves the bytes. */
function ownPressure(series: Series, node: string): readonly Evidence[] {
  const pressure = latestValue(series, node, 'cgroup')?.ioPressure;
  if (!pressure) return [];
  const value = rounded(pressure.someAvg10);
  return [{ what: 'I/O pressure of its own control group', value, unit: '%' }];
}

function withoutCauses(series: Series, limits: Limits): readonly Finding[] {
  const loads = addressesOf(series).map((node) => nodeLoad(series, node));
  const withHistory = loads.filter((load) => load.steps.length >= historyRows);
  return [
    ...compareWithPeers(series, loads, limits),
    ...withHistory.flatMap((load) => compareWithHistory(load, limits)),
  ];
}
