import { addressSet } from '../model/address-set.ts';
import type { Detector } from '../model/detector.ts';
import type { Progress } from '../model/event.ts';
import type { Gate, GateSubject, Reach } from '../model/gate.ts';
import type { AskNews } from '../model/news.ts';
import type { Plan } from '../model/plan.ts';
import { onceForEach } from '../model/once-for-each.ts';
import { rememberLast } from '../model/remember-last.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { placesIn, type Places, type Snapshot, type SourceId } from '../model/snapshot.ts';
import { topologyDigest } from '../plan/topology-digest.ts';
import {
  askedBeside,
  askedOf,
  needsFor,
  wantedBy,
  type Asked,
  type Look,
  type Needs,
} from './asked.ts';
import { knownRings } from './known-rings.ts';
import { askedAnew, laidOver } from './whole-look.ts';

export interface SightParts {
  readonly plan: Plan;
  readonly look: Look;
  /** What is new at all nodes since a look of a moment ago. */
  readonly news: AskNews;
  /** The same for some of the nodes. */
  readonly lookAt: (addresses: readonly string[]) => Look;
  readonly detectors: readonly Detector[];
  readonly progress: () => Progress;
}

/** What one look showed. */
export interface Sight {
  readonly snapshot: Snapshot;
  readonly asked: Asked;
  /** Those who count: of a near look every one is a witness. */
  readonly members: readonly string[];
  readonly rings?: readonly KeyspaceRing[] | undefined;
  /** Reckoned for gates that need topology or rings. */
  readonly digest?: string | undefined;
}

export const membersOf = onceForEach(({ nodes }: Plan): readonly string[] =>
  nodes.map(({ address }) => address),
);

/** What a look for gates is to show. */
export interface Wish {
  readonly gates: readonly Gate[];
  /** One node, or those of a wave. */
  readonly subjects: readonly GateSubject[];
  readonly reach: Reach;
  /** Everybody is asked for what these need, too: their look may rest on this one. Absent: none. */
  readonly followedBy?: readonly Gate[] | undefined;
  /** What was found a moment ago, and counts of those far off who still answer. Absent: everybody is asked for everything. */
  readonly restsOn?: Snapshot | undefined;
}

type SightFor = (wish: Wish) => Promise<Sight>;

/** Looks for gates about nodes. */
export function createSight(parts: SightParts): SightFor {
  const members = membersOf(parts.plan);
  const isMember = addressSet(members);
  /** Nodes that are not in the plan. */
  const outsideOf = onceForEach((places: Places) =>
    [...places.keys()].filter((address) => !isMember.has(address)),
  );
  const rings = knownRings();
  const askFor = createAsking(parts, members);
  const nearOf = rememberLast(({ watched }: Asked) => members.filter((each) => watched.has(each)));
  const lookAt = rememberLast(parts.lookAt);

  function comparedBy(snapshot: Snapshot, asked: Asked, needsRings: boolean): Sight {
    const digest = topologyDigest(snapshot);
    rings.after(snapshot, digest, needsRings);
    return { snapshot, asked, members, rings: rings.value(), digest };
  }

  /** All nodes; of those far off what was found a moment ago may count, where they still answer. */
  async function wholeLook({ restsOn, subjects }: Wish, asking: Asking): Promise<Snapshot> {
    if (!restsOn) return await parts.look(asking.needs, false);
    const together = subjects.flatMap((subject) => subject.together ?? []);
    const outside = outsideOf(placesIn(restsOn.nodes));
    const anew = askedAnew(restsOn, asking, [...asking.asked.watched, ...together, ...outside]);
    return laidOver(restsOn, await parts.news(asking.needs, anew));
  }

  return async (wish) => {
    const asking = askFor(wish, rings.value());
    const { asked, needs } = asking;
    const anyGate = (what: 'needsRings' | 'needsTopology') => wish.gates.some((gate) => gate[what]);
    const needsRings = anyGate('needsRings');
    if (needsRings && rings.value() === undefined) {
      // Without replica sets nobody knows who is near.
      return comparedBy(await parts.look(needs, true), asked, needsRings);
    }
    if (wish.reach === 'near') {
      const near = nearOf(asked);
      return { snapshot: await lookAt(near)(needs, false), asked, members: near };
    }
    const snapshot = await wholeLook(wish, asking);
    if (needsRings || anyGate('needsTopology')) return comparedBy(snapshot, asked, needsRings);
    return { snapshot, asked, members, rings: rings.value() };
  };
}

/** Whom a look asks, and for what. */
interface Asking {
  readonly asked: Asked;
  readonly needs: Needs;
  /** The most that is asked of any that is not watched; undefined: of some nothing is. */
  readonly ofFar: ReadonlySet<SourceId> | undefined;
}

/** What is asked for again is known by the set. */
function createAsking({ detectors, progress }: SightParts, members: readonly string[]) {
  const askedFor = rememberLast(askedOf);
  const wantedOf = onceForEach((gates: readonly Gate[]) =>
    onceForEach((followedBy: readonly Gate[]) => wantedBy(gates, detectors, followedBy)),
  );
  const needsOf = rememberLast(needsFor);
  const subjectsOf = rememberLast((addresses: string) => new Set(addresses.split(',')));
  return (
    { gates, subjects, followedBy = nothingMore }: Wish,
    rings: readonly KeyspaceRing[] | undefined,
  ): Asking => {
    const { done } = progress();
    const asked = askedBeside(subjects, (address) => askedFor(address, members, rings, done));
    const wanted = wantedOf(gates)(followedBy);
    const needs = needsOf(wanted, subjectsOf(subjects.map(addressOf).join()), asked);
    return { asked, needs, ofFar: wanted.ofAll.size > 0 ? wanted.ofViewers : undefined };
  };
}

const nothingMore: readonly Gate[] = [];

function addressOf({ address }: GateSubject): string {
  return address;
}
