import type { Detector } from '../model/detector.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import { lastedText } from '../model/lasted.ts';
import { addressesOf, looksOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { machineEvidence } from './machine/evidence.ts';
import { throttledFrom } from './machine/cpu-shortage.ts';
import { throttledShare, throttlingOf, type Throttling } from './machine/throttling.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { needsFor } from './too-short.ts';
import { rounded } from './wording.ts';
import { isYoung } from './young.ts';

/** A control group that holds the node's process back: the kernel stops all its threads until the next period. */
export const cpuThrottling: Detector = {
  id: 'cpu-throttling',
  title: 'a node that its own control group holds back for want of CPU time',
  needs: ['cgroup', 'cpu-pressure', 'java-process', 'info'],
  follows: ['cgroup', 'cpu-pressure'],
  // Looks may be a minute apart (steps/soak.ts).
  lookBackMs: () => neededMs,
  detect(series) {
    const notJudged = notAsked(series, 'cgroup') ?? tooShort(series);
    const undecided = addressesOf(series).flatMap((node) => undecidedOn(series, node));
    return {
      detector: 'cpu-throttling',
      findings: addressesOf(series).flatMap((node) => judgeNode(series, node)),
      missing: missingSources(series, ['cgroup']),
      ...(notJudged ? { notJudged } : {}),
      ...(undecided.length > 0 ? { undecided } : {}),
    };
  },
};

/** Bursts of seconds, as when a memtable is flushed, are what a limit may hold. */
const fewestMs = 60_000;
/** The `--for` of it, with the ticks around it. */
const neededMs = 90_000;

/** Half of the time in which it would run, it may not: operators who raise the alert's 25 % end about here. */
const warnFrom = 0.5;

/** Where any node has a limit, and none was seen for long enough. */
function tooShort(series: Series): string | undefined {
  const limited = addressesOf(series).filter(
    (node) => looksOf(series, node, 'cgroup').at(-1)?.value.cpu?.limitCpus !== undefined,
  );
  const isShort = limited.every((node) => (throttlingOf(series, node)?.spanMs ?? 0) < fewestMs);
  return limited.length > 0 && isShort ? needsFor(series, neededMs) : undefined;
}

/** What would be a warning after a minute of it. */
function undecidedOn(series: Series, node: string): readonly Undecided[] {
  const throttling = throttlingOf(series, node);
  const share = throttledShare(throttling);
  if (!throttling || share === undefined || throttling.spanMs >= fewestMs) return [];
  if (share < warnFrom || isYoung(series, node) === true) return [];
  const what = `its control group held it in ${rounded(share * 100)} % of the periods in ${lastedText(throttling.spanMs)}`;
  return [{ detector: 'cpu-throttling', node, what }];
}

function judgeNode(series: Series, node: string): readonly Finding[] {
  const throttling = throttlingOf(series, node);
  const share = throttledShare(throttling);
  if (!throttling || share === undefined || throttling.spanMs < fewestMs) return [];
  // A JVM that has just started compiles its code, whatever it is allowed.
  if (share < throttledFrom || isYoung(series, node) === true) return [];
  const { limitCpus, spanMs } = throttling;
  return [
    {
      detector: 'cpu-throttling',
      severity: share >= warnFrom ? 'warning' : 'info',
      node,
      summary: `its control group holds it in ${rounded(share * 100)} % of the periods in which it wants to run: ${rounded(limitCpus)} CPUs are too few (seen for ${lastedText(spanMs)})`,
      evidence: evidenceOf(series, node, throttling, share),
      advice: [
        'raise the limit (CPUQuota of the systemd unit, limits.cpu of the pod, --cpus of the container), or give it less to do',
      ],
    },
  ];
}

function evidenceOf(series: Series, node: string, seen: Throttling, share: number) {
  return [
    { what: 'throttled periods', value: rounded(share * 100), unit: '%', limit: warnFrom * 100 },
    { what: 'throttled periods since it was made', samples: seen.samples },
    { what: 'periods in which it wanted to run', value: seen.periods },
    { what: 'held back, added up over CPUs', value: Math.round(seen.throttledMs), unit: 'ms' },
    { what: 'limit', value: rounded(seen.limitCpus), unit: 'CPUs' },
    ...machineEvidence(series, node, 'cpu-pressure', 'a CPU'),
  ];
}
