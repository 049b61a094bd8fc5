import { watched, witnesses } from '../gates/witnesses.ts';
import type { Detector } from '../model/detector.ts';
import type { Gate } from '../model/gate.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import type { SourceId } from '../model/snapshot.ts';

/** What to ask of a node, by its address. */
export type Needs = (address: string) => ReadonlySet<SourceId>;

/** Who is asked when one node is judged. */
export interface Asked {
  /** The subject and its witnesses: those whose view of the ring is asked for. */
  readonly viewers: ReadonlySet<string>;
  /** Those on which findings are looked for. */
  readonly watched: ReadonlySet<string>;
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

/** What is asked of whom: the same whichever node is judged. */
interface Wanted {
  readonly ofAll: ReadonlySet<SourceId>;
  readonly ofViewers: ReadonlySet<SourceId>;
  readonly ofWatched: ReadonlySet<SourceId>;
  readonly ofSubject: ReadonlySet<SourceId>;
}

/** Nobody is asked for more than a gate, or a detector for a gate, needs of it. */
export function wantedBy(gates: readonly Gate[], detectors: readonly Detector[]): Wanted {
  const of = (sources: (gate: Gate) => readonly SourceId[] | undefined) =>
    gates.flatMap((gate) => sources(gate) ?? []);
  const ofAll = new Set(of(({ needsOfAll }) => needsOfAll));
  const ofViewers = new Set([...of(({ needs }) => needs), ...ofAll]);
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
  subject: string,
  { viewers, watched: isWatched }: Asked,
): Needs {
  return (address) => {
    if (address === subject) return ofSubject;
    if (isWatched.has(address)) return ofWatched;
    return viewers.has(address) ? ofViewers : ofAll;
  };
}
