import { watched, witnesses } from '../gates/witnesses.ts';
import type { Detector } from '../model/detector.ts';
import type { Gate, GateSubject } from '../model/gate.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import type { Snapshot, SourceId } from '../model/snapshot.ts';

/** What to ask of a node, by its address. */
export type Needs = (address: string) => ReadonlySet<SourceId>;

/** Asks nodes for what is needed of each; `withRings` adds the replica sets. */
export type Look = (needs: Needs, withRings: boolean) => Promise<Snapshot>;

/** Who is asked when one node is judged, or those of a wave together. */
export interface Asked {
  /** Subjects and their witnesses: those whose view of the ring is asked for. */
  readonly viewers: ReadonlySet<string>;
  /** Those on which findings are looked for. */
  readonly watched: ReadonlySet<string>;
  /** Those of the wave that do not serve: nothing is asked of them. */
  readonly away?: ReadonlySet<string>;
}

/** `rings` as they were known before the look; without them everybody is asked. */
export function askedOf(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[] | undefined,
  done: readonly string[],
): Asked {
  return {
    viewers: new Set([subject, ...witnesses(subject, members, rings)]),
    watched: watched(subject, members, rings, done),
  };
}

/** Those who are asked for any of the subjects; `asked`: for one of them, were no other taken beside it. */
export function askedBeside(
  subjects: readonly GateSubject[],
  asked: (address: string) => Asked,
): Asked {
  const [first, ...others] = subjects;
  if (first && others.length === 0 && first.away === undefined) return asked(first.address);
  const each = subjects.map(({ address }) => asked(address));
  const away = new Set(subjects.flatMap((subject) => subject.away ?? []));
  for (const { address } of subjects) away.delete(address);
  const present = (addresses: ReadonlySet<string>) =>
    [...addresses].filter((address) => !away.has(address));
  return {
    viewers: new Set(each.flatMap(({ viewers }) => present(viewers))),
    watched: new Set(each.flatMap(({ watched: watchedBy }) => present(watchedBy))),
    away,
  };
}

/** What is asked of whom: the same whichever node is judged. */
interface Wanted {
  readonly ofAll: ReadonlySet<SourceId>;
  readonly ofViewers: ReadonlySet<SourceId>;
  readonly ofWatched: ReadonlySet<SourceId>;
  readonly ofSubject: ReadonlySet<SourceId>;
}

/**
 * Nobody is asked for more than a gate, or a detector for a gate, needs of it, and those far off for what
 * gates that follow (`followedBy`) need of them.
 */
export function wantedBy(
  gates: readonly Gate[],
  detectors: readonly Detector[],
  followedBy: readonly Gate[] = [],
): Wanted {
  type Needed = (gate: Gate) => readonly SourceId[] | undefined;
  const of = (needed: Needed) => gates.flatMap((gate) => needed(gate) ?? []);
  const far = (needed: Needed) => [...gates, ...followedBy].flatMap((gate) => needed(gate) ?? []);
  const ofAll = new Set(far(({ needsOfAll }) => needsOfAll));
  const ofViewers = new Set([...far(({ needs }) => needs), ...ofAll]);
  const hasFindings = gates.some(({ needsFindings }) => needsFindings);
  const found = hasFindings
    ? detectors.flatMap(({ needs, follows }) => [...needs, ...follows])
    : [];
  const own = of(({ needsOfWatched }) => needsOfWatched);
  const ofWatched = new Set([...ofViewers, ...found, ...own]);
  const ofSubject = new Set([...ofWatched, ...of(({ needsOfSubject }) => needsOfSubject)]);
  return { ofAll, ofViewers, ofWatched, ofSubject };
}

export function needsFor(
  { ofAll, ofViewers, ofWatched, ofSubject }: Wanted,
  subjects: ReadonlySet<string>,
  { viewers, watched: isWatched, away }: Asked,
): Needs {
  return (address) => {
    if (subjects.has(address)) return ofSubject;
    if (away?.has(address)) return nothing;
    if (isWatched.has(address)) return ofWatched;
    return viewers.has(address) ? ofViewers : ofAll;
  };
}

const nothing: ReadonlySet<SourceId> = new Set();
