import type { Detector } from '../model/detector.ts';
import type { Progress } from '../model/event.ts';
import type { Gate, GateSubject, Reach } from '../model/gate.ts';
import type { Plan } from '../model/plan.ts';
import { onceForEach } from '../model/once-for-each.ts';
import { rememberLast } from '../model/remember-last.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { topologyDigest } from '../plan/topology-digest.ts';
import { askedBeside, askedOf, needsFor, wantedBy, type Asked, type Needs } from './asked.ts';

/** Asks nodes for what is needed of each; `withRings` adds the replica sets. */
export type Look = (needs: Needs, withRings: boolean) => Promise<Snapshot>;

export interface SightParts {
  readonly plan: Plan;
  readonly look: Look;
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

/** Looks for gates about one node, or about those of a wave. */
type SightFor = (
  gates: readonly Gate[],
  subjects: readonly GateSubject[],
  reach: Reach,
) => Promise<Sight>;

/**
 * Looks for gates about nodes. Remembers the replica sets as long as the topology stays the same: they
 * are dear to read and change only with it.
 */
export function createSight(parts: SightParts): SightFor {
  const members = membersOf(parts.plan);
  let rings: { readonly digest: string; readonly value: readonly KeyspaceRing[] } | undefined;
  const askedFor = rememberLast(askedOf);
  const wantedOf = onceForEach((gates: readonly Gate[]) => wantedBy(gates, parts.detectors));
  const needsOf = rememberLast(needsFor);
  // What is asked for again is known by the set.
  const subjectsOf = rememberLast((addresses: string) => new Set(addresses.split(',')));
  const nearOf = rememberLast(({ watched }: Asked) => members.filter((each) => watched.has(each)));
  const lookAt = rememberLast(parts.lookAt);

  async function nearSight(asked: Asked, needs: Needs): Promise<Sight> {
    const near = nearOf(asked);
    return { snapshot: await lookAt(near)(needs, false), asked, members: near };
  }

  /** The rings as they are after a look for which they were wanted. */
  function keptRings(
    { rings: seen }: Snapshot,
    digest: string | undefined,
    isWanted: boolean,
  ): typeof rings {
    const read = valueOf(seen);
    if (digest !== undefined && read) return { digest, value: read };
    // The topology moved: what was read before says nothing any more.
    return isWanted && digest !== rings?.digest ? undefined : rings;
  }

  return async (gates, subjects, reach) => {
    const { done } = parts.progress();
    const asked = askedBeside(subjects, (address) =>
      askedFor(address, members, rings?.value, done),
    );
    const needs = needsOf(wantedOf(gates), subjectsOf(subjects.map(addressOf).join()), asked);
    if (reach === 'near') return await nearSight(asked, needs);
    const isWanted = gates.some((gate) => gate.needsRings);
    const snapshot = await parts.look(needs, isWanted && rings === undefined);
    const sight = { snapshot, asked, members };
    if (!isWanted && !gates.some((gate) => gate.needsTopology)) {
      return { ...sight, rings: rings?.value };
    }
    const digest = topologyDigest(snapshot);
    rings = keptRings(snapshot, digest, isWanted);
    return { ...sight, rings: rings?.value, digest };
  };
}

function addressOf({ address }: GateSubject): string {
  return address;
}
