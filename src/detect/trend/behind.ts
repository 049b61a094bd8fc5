import { nodetoolOn } from '../../model/advice.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { lastedText } from '../../model/lasted.ts';
import { median } from '../../model/median.ts';
import { spanMs, type Look } from '../../model/series.ts';
import { perSecond, riseIn } from '../rise.ts';
import { rateText } from '../wording.ts';
import { cpuShortage } from '../machine/cpu-shortage.ts';
import { weigh, type Weighed } from '../compaction/causes.ts';
import { answerWords, deviceDuring, isSaturated } from '../compaction/device.ts';
import { growthOf, type NodeCompactions } from '../compaction/node-compactions.ts';

const hourMs = 3_600_000;
const fewestLooks = 12;
/** Pending rises by this much and by half of what it was: less comes and goes with the load. */
const growthLimit = 10;
const factor = 1.5;
/** As many as are compared pair by pair: enough for a slope, few enough for hours. */
const mostPoints = 120;

/**
 * BEHIND: compactions write, and yet more and more wait, over an hour: less is merged than comes in. By
 * the median of all slopes (Theil-Sen), which single peaks do not move.
 */
export function judgeBehind(on: NodeCompactions): readonly Finding[] {
  const pending = oneAMinute(
    on.looks.flatMap(({ at, value }) =>
      value.pending === undefined ? [] : [{ at, value: value.pending }],
    ),
  );
  const written = riseIn(on.series, on.node, 'disk-activity', (one) => one.compactionWrittenBytes);
  const overMs = spanMs(pending);
  if (overMs < hourMs || pending.length < fewestLooks || !movesAny(on, written?.rise)) return [];
  const growth = slopePerMs(thinned(pending)) * overMs;
  const [before, after] = endsOf(pending);
  const isBehind = growth >= growthLimit && after >= factor * Math.max(before, 1);
  return isBehind ? [toFinding(on, pending, { growth, writtenBytes: written?.rise })] : [];
}

function movesAny({ tracks }: NodeCompactions, writtenBytes: number | undefined): boolean {
  return (writtenBytes ?? 0) > 0 || tracks.some(({ samples }) => growthOf(samples) > 0);
}

/** A watch keeps more of the newest minutes: each minute counts once. */
function oneAMinute(samples: readonly Look<number>[]): readonly Look<number>[] {
  const minuteOf = ({ at }: Look<number>) => Math.floor(at / 60_000);
  return samples.filter((one, i) => {
    const next = samples[i + 1];
    return !next || minuteOf(next) !== minuteOf(one);
  });
}

/** Medians of the first and the last quarter. */
function endsOf(samples: readonly Look<number>[]): readonly [number, number] {
  const quarter = Math.ceil(samples.length / 4);
  const values = samples.map(({ value }) => value);
  return [median(values.slice(0, quarter)) ?? 0, median(values.slice(-quarter)) ?? 0];
}

function thinned(samples: readonly Look<number>[]): readonly Look<number>[] {
  const every = Math.ceil(samples.length / mostPoints);
  return samples.filter((_, i) => i % every === 0);
}

function slopePerMs(samples: readonly Look<number>[]): number {
  const slopes = samples.flatMap((from, i) =>
    samples.slice(i + 1).map((to) => (to.value - from.value) / (to.at - from.at)),
  );
  return median(slopes) ?? 0;
}

function toFinding(
  on: NodeCompactions,
  pending: readonly Look<number>[],
  seen: { readonly growth: number; readonly writtenBytes: number | undefined },
): Finding {
  const overMs = spanMs(pending);
  const rate = seen.writtenBytes === undefined ? undefined : (seen.writtenBytes * 1_000) / overMs;
  return {
    detector: 'compaction-trend',
    state: 'BEHIND',
    severity: 'warning',
    node: on.node,
    summary: `pending compactions rose by about ${Math.round(seen.growth)} in ${lastedText(overMs)}, although they work: slower than data comes in`,
    ...weigh([throttle(on, rate), disk(on), cpuShortage(on.series, on.node)]),
    evidence: [
      {
        what: 'pending',
        value: pending.at(-1)?.value ?? 0,
        limit: `+${growthLimit}`,
        samples: pending,
      },
      ...rateEvidence(on, rate),
    ],
    advice: [
      nodetoolOn(on.node, 'compactionstats'),
      nodetoolOn(on.node, 'getcompactionthroughput'),
      nodetoolOn(on.node, 'getconcurrentcompactors'),
    ],
  };
}

function rateEvidence(on: NodeCompactions, rate: number | undefined): readonly Evidence[] {
  const flushed = perSecond(riseIn(on.series, on.node, 'disk-activity', (one) => one.flushedBytes));
  return [
    { what: 'written by compactions', value: rate === undefined ? 'not seen' : rateText(rate) },
    {
      what: 'flushed',
      value: flushed === undefined ? 'not seen' : rateText(flushed),
    },
    {
      what: 'throttle',
      value:
        on.throttle === undefined ? 'not seen' : on.throttle === 0 ? 'none' : rateText(on.throttle),
    },
  ];
}

function throttle({ throttle: limit, limits }: NodeCompactions, rate: number | undefined): Weighed {
  const isAtIt = limit && rate !== undefined && rate >= limits.throttledFrom * limit;
  const words =
    limit && rate !== undefined ? `they write ${rateText(rate)} of ${rateText(limit)}` : undefined;
  return {
    id: 'throttle',
    title: 'the compaction throttle',
    speaksFor: [isAtIt ? words : undefined],
    speaksAgainst: [isAtIt ? undefined : limit === 0 ? 'there is none' : words],
  };
}

function disk(on: NodeCompactions): Weighed {
  const [first] = on.looks;
  const device = deviceDuring({ samples: first ? [{ at: first.at, value: 0 }] : [] }, on);
  const isSlow = device !== undefined && isSaturated(device, on.limits);
  return {
    id: 'disk',
    title: 'the disk is too slow',
    speaksFor: [isSlow ? answerWords(device) : undefined],
    speaksAgainst: [device && !isSlow ? answerWords(device) : undefined],
  };
}
