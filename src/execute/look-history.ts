import type { Detector } from '../model/detector.ts';
import type { GateSubject } from '../model/gate.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import { nodeOf, type NodeSnapshot, type Series, type Snapshot } from '../model/snapshot.ts';

/** The looks before the newest one that detectors may be shown, oldest first. */
export interface LookHistory {
  /** At least `tickMs` apart, as far back as any detector looks. */
  readonly spaced: readonly Snapshot[];
  readonly previous: Snapshot | undefined;
  /** The newest look about each node of the wave under way, by address. */
  readonly own: ReadonlyMap<string, Snapshot>;
}

export const noHistory: LookHistory = { spaced: [], previous: undefined, own: new Map() };

/**
 * Of nodes that are taken side by side each is looked at for itself: the look before is the one about it, not one of
 * a moment ago about another.
 */
export function historyFor(history: LookHistory, subjects: readonly GateSubject[]): LookHistory {
  const [first] = subjects;
  const own = first && history.own.get(first.address);
  if (!own || own === history.previous) return history;
  const spaced = history.spaced.filter(({ at }) => at <= own.at);
  return { ...history, spaced, previous: own };
}

/** Nodes of an earlier wave are forgotten. */
export function withOwnLooks(
  history: LookHistory,
  subjects: readonly GateSubject[],
  look: Snapshot,
): LookHistory {
  const wave = new Set(subjects.flatMap(({ address, together = [] }) => [address, ...together]));
  const own = new Map([...history.own].filter(([address]) => wave.has(address)));
  for (const { address } of subjects) own.set(address, look);
  return { ...history, own };
}

/** When a node was taken by the roll; undefined: not yet. */
export type TakenAt = (address: string) => Instant | undefined;

/** Waits look every few seconds: of those looks only one a tick is kept. */
export function withLook(
  { spaced, own }: LookHistory,
  look: Snapshot,
  detectors: readonly Detector[],
  limits: Limits,
): LookHistory {
  const furthestMs = Math.max(0, ...detectors.map((each) => each.lookBackMs?.(limits) ?? 0));
  const recent = spaced.filter(({ at }) => look.at - at <= furthestMs);
  const last = recent.at(-1);
  const isDue = furthestMs > 0 && (last === undefined || look.at - last.at >= limits.tickMs);
  return { spaced: isDue ? [...recent, look] : recent, previous: look, own };
}

/**
 * The newest look with the one before it or, for a detector that looks further back (`backMs`), with
 * all since then. Of earlier looks only nodes count that were watched ever since, and were not taken
 * since: what was before a gap or a restart says nothing about now. Whoever is shown the same looks is
 * given the very same series, of which detectors remember what they found in it.
 */
export function seriesOf(
  { spaced, previous }: LookHistory,
  look: Snapshot,
  takenAt: TakenAt,
): (backMs: number | undefined) => Series {
  const others = spaced.filter((one) => one !== previous);
  const near = previous ? [previous] : [];
  const byCount = new Map<number, Series>();
  return (backMs) => {
    const far = backMs === undefined ? [] : others.filter(({ at }) => look.at - at <= backMs);
    // They are the newest, so that their number tells which.
    const known = byCount.get(far.length) ?? unbroken([...far, ...near], look, takenAt);
    byCount.set(far.length, known);
    return known;
  };
}

function unbroken(earlier: readonly Snapshot[], look: Snapshot, takenAt: TakenAt): Series {
  const series: [Snapshot, ...Snapshot[]] = [look];
  for (const one of earlier.toReversed()) {
    const [next] = series;
    const counts = ({ address }: NodeSnapshot) =>
      nodeOf(next, address) !== undefined && (takenAt(address) ?? one.at) <= one.at;
    const nodes = one.nodes.filter(counts);
    if (nodes.length === 0) break;
    // What is remembered of a look is found again where it is the same one.
    series.unshift(nodes.length === one.nodes.length ? one : { ...one, nodes });
  }
  return series;
}
