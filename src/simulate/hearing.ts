import type { Instant } from '../model/instant.ts';
import { wholeBetween } from './chance.ts';
import { departureOf, hasCome, lifeAt } from './life.ts';
import type { ClusterState, Life, SimulatedNode } from './state.ts';

/** What one node knows of another through gossip. */
export interface Heard {
  /** The newest life it has heard of. */
  readonly life: Life;
  readonly isUp: boolean;
  /** It said goodbye: drained or stopped in good order. */
  readonly saidGoodbye: boolean;
  readonly takesClients: boolean;
  /** Seconds since its start, as far as heard. */
  readonly heartbeat: number;
}

/** A round a second reaches everybody within a few. Whole seconds, so that many peers know the same. */
const gossipDelaySeconds = [1, 3] as const;
/** How long a silent peer is taken for alive: the failure detector with its phi of 8. */
const silenceSeconds = [8, 12] as const;

/** After so long everybody who listens has heard what a node said. */
export const newsMs = 1_000 * gossipDelaySeconds[1];

/**
 * What `viewer` has heard of `subject` by now. A node whose gossip is off (drained) keeps what it knew
 * then; one that has just started begins with nothing and learns within seconds. Undefined: nothing yet.
 */
export function heardOf(
  state: ClusterState,
  viewer: SimulatedNode,
  subject: SimulatedNode,
  now: Instant,
): Heard | undefined {
  const own = lifeAt(viewer, now);
  if (own === undefined) return undefined;
  if (viewer === subject) return ofItself(own, now);
  const ear = earOf(state, viewer, subject, own, now);
  const life = subject.lives.findLast((each) => ear.hasHeard(each.gossipAt, 'start', each));
  return life && ofPeer(life, ear);
}

/** What everybody has heard of a node that lives on, when its start is no news any more. */
export function heardByAll(life: Life, now: Instant): Heard {
  const takesClients = life.cqlAt !== undefined;
  return {
    life,
    isUp: true,
    saidGoodbye: false,
    takesClients,
    heartbeat: heartbeatAt(life.startedAt, now),
  };
}

/** Which news of the subject have reached the viewer. */
interface Ear {
  /** It hears nothing later than this. */
  readonly until: Instant;
  hasHeard(at: Instant | undefined, what: string, life: Life): boolean;
}

function earOf(
  { seed }: ClusterState,
  viewer: SimulatedNode,
  subject: SimulatedNode,
  own: Life,
  now: Instant,
): Ear {
  const until = Math.min(now, departureOf(own)?.at ?? now);
  const listensFrom = own.gossipAt ?? Number.POSITIVE_INFINITY;
  const delayMs = (range: readonly [number, number], what: string, { generation }: Life) =>
    1_000 * wholeBetween(...range, seed, viewer.address, subject.address, what, generation);
  return {
    until,
    hasHeard(at, what, life) {
      if (at === undefined || at > until) return false;
      const quietMs = what === 'silence' ? delayMs(silenceSeconds, what, life) : 0;
      const heardAt = Math.max(at, listensFrom) + delayMs(gossipDelaySeconds, what, life);
      return heardAt + quietMs <= until;
    },
  };
}

/** A goodbye is marked with the highest heartbeat there is, so that nothing older overrides it. */
const goodbyeBeat = 2_147_483_647;

function ofPeer(life: Life, ear: Ear): Heard {
  const left = departureOf(life);
  const isGone =
    left !== undefined && ear.hasHeard(left.at, left.announced ? 'end' : 'silence', life);
  const saidGoodbye = isGone && left.announced;
  return {
    life,
    isUp: !isGone,
    saidGoodbye,
    takesClients: !saidGoodbye && ear.hasHeard(life.cqlAt, 'clients', life),
    heartbeat: saidGoodbye
      ? goodbyeBeat
      : heartbeatAt(life.startedAt, left ? Math.min(ear.until, left.at) : ear.until),
  };
}

/** A node is alive to itself, drained or not. */
function ofItself(life: Life, now: Instant): Heard {
  return {
    life,
    isUp: true,
    saidGoodbye: false,
    takesClients: hasCome(life.cqlAt, now),
    heartbeat: heartbeatAt(life.startedAt, now),
  };
}

export function heartbeatAt(startedAt: Instant, at: Instant): number {
  return Math.max(1, Math.floor((at - startedAt) / 1_000));
}
