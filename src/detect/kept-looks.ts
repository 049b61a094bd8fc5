import type { Detector } from '../model/detector.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import { endOf, isGap } from '../model/look-gap.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Series, Snapshot, SourceId } from '../model/snapshot.ts';
import { sharingTables } from './shared-tables.ts';

/** A look of a watch. At a whole one everything was asked, at the others only what changes fast. */
export interface KeptLook {
  readonly look: Snapshot;
  readonly isWhole: boolean;
  /** At least what is asked once a minute was; of older looks only these are kept, and in part. */
  readonly isMinute: boolean;
  /** What came between the look before and this time was judging, and is no gap. */
  readonly idleSince?: Instant | undefined;
}

/** The looks that a watch is judged by, oldest first: without a gap, and no more the longer it goes on. */
export type KeptLooks = readonly KeptLook[];

/** Longer than the time between two whole looks: every answer has a place in it. */
const usualMs = 360_000;

/** What looks further back than this is shown a look a minute of that time. */
const farMs = 900_000;

function windowMs({ watchMs }: Detector, limits: Limits): number {
  return watchMs?.(limits) ?? usualMs;
}

/** The looks with the newest one, as far back as any detector is shown and at least to a whole one. */
export function withKept(
  kept: KeptLooks,
  newest: KeptLook,
  detectors: readonly Detector[],
  limits: Limits,
): KeptLooks {
  const before = kept.at(-1);
  if (!before || isGap(idleFrom(before, newest), newest.look.at, limits)) return [newest];
  const all = [...withoutFar(kept, newest.look.at, detectors, limits), newest];
  const furthestMs = Math.max(...detectors.map((each) => windowMs(each, limits)));
  const from = Math.min(
    indexSince(all, newest.look.at - furthestMs),
    all.findLastIndex(({ isWhole }) => isWhole),
  );
  return all.slice(Math.max(0, from));
}

function idleFrom({ look }: KeptLook, { idleSince = -Infinity }: KeptLook): Instant {
  return Math.max(endOf(look), idleSince);
}

/** Of looks that only those see who look far back: one a minute, with what they compare over that time. */
function withoutFar(
  kept: KeptLooks,
  now: Instant,
  detectors: readonly Detector[],
  limits: Limits,
): KeptLooks {
  const isFar = (detector: Detector) => windowMs(detector, limits) > farMs;
  const nearMs = Math.max(
    ...detectors.filter((each) => !isFar(each)).map((each) => windowMs(each, limits)),
  );
  const oldest = Math.min(
    indexSince(kept, now - nearMs),
    Math.max(
      0,
      kept.findLastIndex(({ isWhole }) => isWhole),
    ),
  );
  const sources = new Set(detectors.filter(isFar).flatMap(({ over, needs }) => over ?? needs));
  let last: Snapshot | undefined;
  return kept.flatMap((one, index) => {
    if (index >= oldest) return [one];
    if (isThin.has(one)) {
      last = one.look;
      return [one];
    }
    if (!one.isMinute) return [];
    const look = sharingTables(withOnly(one.look, [...sources]), last);
    const thin = { look, isWhole: false, isMinute: true };
    isThin.add(thin);
    last = look;
    return [thin];
  });
}

const isThin = new WeakSet<KeptLook>();

/**
 * What each detector is shown. What it follows counts within its window alone, so that what is over
 * closes; what stays as it is, it is shown from the newest whole look.
 */
export function seriesOfEach(kept: KeptLooks, limits: Limits): (detector: Detector) => Series {
  const now = kept.at(-1)?.look.at ?? 0;
  const byWindow = new Map<number, Series>();
  const within = (ms: number): Series => {
    const known = byWindow.get(ms) ?? kept.slice(indexSince(kept, now - ms)).map(lookOf);
    byWindow.set(ms, known);
    return known;
  };
  return (detector) => {
    const series = within(windowMs(detector, limits));
    const wholeAt = kept.findLastIndex(({ isWhole }) => isWhole);
    const whole = kept[wholeAt];
    const isIn = wholeAt >= kept.length - series.length;
    return !whole || isIn ? series : [standingPart(whole.look, detector), ...series];
  };
}

function indexSince(kept: KeptLooks, from: Instant): number {
  return Math.max(
    0,
    kept.findIndex(({ look }) => look.at >= from),
  );
}

function lookOf({ look }: KeptLook): Snapshot {
  return look;
}

/** Of a look before the window: what the detector asks at the first look alone. */
function standingPart(look: Snapshot, detector: Detector): Snapshot {
  const parts = remembered(look);
  const known = parts.get(detector) ?? withOnly(look, standingSources(detector));
  parts.set(detector, known);
  return known;
}

const remembered = onceForEach<Snapshot, Map<Detector, Snapshot>>(() => new Map());

function standingSources({ needs, follows, ends = [] }: Detector): readonly SourceId[] {
  return needs.filter((source) => !follows.includes(source) && !ends.includes(source));
}

function withOnly(look: Snapshot, sources: readonly SourceId[]): Snapshot {
  const nodes = look.nodes.map((node) => ({
    ...node,
    sources: Object.fromEntries(
      sources.flatMap((source) => {
        const seen = node.sources[source];
        return seen ? [[source, seen] as const] : [];
      }),
    ),
  }));
  return { ...look, nodes };
}
