import { askedOfStillTasks } from '../model/compaction-task.ts';
import type { Instant } from '../model/instant.ts';
import { once } from '../model/once.ts';
import type { Missing, MissingReason, Seen } from '../model/seen.ts';
import type { NodeSnapshot, SourceId } from '../model/snapshot.ts';
import { askingOf, type Asking } from './asking.ts';
import { answersCql, answersNodetool, lifeAt } from './life.ts';
import { releaseServing, servingNodes } from './serving.ts';
import type { ClusterState } from './state.ts';
import { hasFrozenTask } from './view/compaction-view.ts';
import { views, type Standpoint, type ViewedSource } from './view/index.ts';
import { ringViews, type RingViews } from './view/ring-views.ts';
import { whyMissing } from './why-missing.ts';

type Sources = NodeSnapshot['sources'];

/**
 * What nodes say at one instant when all the same is asked of them, by their place in the state. What
 * those that serve say alike is made once.
 */
export function answersAt(
  state: ClusterState,
  now: Instant,
): (wanted: ReadonlySet<SourceId>) => (place: number) => Sources {
  const ring = ringViews(state, now);
  const serving = servingNodes(state);
  const unsaid = { kind: 'seen', at: now, value: undefined } as const;
  return (wanted) => {
    const known = new Map<string, Alike>();
    const asked = (place: number): Sources => askedOf(ring, state, now, place, wanted, known);
    // Nearly always it is as with the node before.
    let last: { readonly release: string; readonly alike: Alike } | undefined;
    return (place) => {
      const release = releaseServing(serving, place, now);
      if (release === undefined) return asked(place);
      if (last?.release !== release) {
        const alike = known.get(release);
        if (!alike) return asked(place);
        last = { release, alike };
      }
      const { alike } = last;
      if (alike.isAllAlike) return alike.answers;
      // Of nearly all only the own word is asked beside that, and it stays as it is.
      const local = alike.isOwnWordAlone ? serving.locals[place] : undefined;
      if (!local) return asked(place);
      return { ...alike.answers, 'cql-local': { ...unsaid, value: local } };
    };
  };
}

function askedOf(
  ring: RingViews,
  state: ClusterState,
  now: Instant,
  place: number,
  wanted: ReadonlySet<SourceId>,
  known: Map<string, Alike>,
): Sources {
  const from = standpointAt(state, now, place);
  if (!from) return noNode(wanted, now);
  const { node, life } = from;
  if (!answersCql(life, now) || !answersNodetool(life, now)) return eachOf(ring, from, wanted);
  const alike = known.get(life.release) ?? alikeFor(ring, from, wanted);
  known.set(life.release, alike);
  if (alike.isAllAlike) return alike.answers;
  const answers: Answers = { ...alike.answers };
  for (const source of alike.own) answers[source] = seenOf(ring, from, source);
  if (alike.asksOfStillTasks && hasFrozenTask(state, node, now)) {
    answers[askedOfStillTasks] = answerOf(ring, from, askedOfStillTasks, true);
  }
  return answers as Sources;
}

// Each view is that of its source: the one place where that is not checked.
type Answers = Asking['unanswered'];

/** Answers that are the same on every node that serves on a release, and which are not. */
interface Alike extends Asking {
  /** With nothing yet in the places of its own. */
  readonly answers: Sources;
}

function alikeFor(ring: RingViews, from: Standpoint, wanted: ReadonlySet<SourceId>): Alike {
  const asking = askingOf(wanted)(ring, from);
  const answers: Answers = { ...asking.unanswered };
  for (const [source, why] of asking.lacking) answers[source] = missing(from.now, ...why);
  for (const source of asking.alike) answers[source] = seenOf(ring, from, source);
  return { ...asking, answers: answers as Sources };
}

/** A thread dump is asked for only where a task stands still. */
function isAsked(source: SourceId, { state, node, now }: Standpoint): boolean {
  return source !== askedOfStillTasks || hasFrozenTask(state, node, now);
}

/** What one node says that alone is asked: nothing is got ready for others. */
export function answersOf(
  state: ClusterState,
  now: Instant,
  place: number,
  wanted: ReadonlySet<SourceId>,
): Sources {
  const from = standpointAt(state, now, place);
  return from ? eachOf(ringViews(state, now), from, wanted) : noNode(wanted, now);
}

/** Undefined: there is no such node, or it never ran. */
function standpointAt(state: ClusterState, now: Instant, place: number): Standpoint | undefined {
  const node = state.nodes[place];
  const life = node && lifeAt(node, now);
  return life && { state, node, now, life };
}

/** Source by source, as of a node that does not serve, or not yet. */
function eachOf(ring: RingViews, from: Standpoint, wanted: ReadonlySet<SourceId>): Sources {
  const isOpen = answersCql(from.life, from.now);
  // Without CQL the running compactions are asked for the dear way.
  const isMore = wanted.has('sstable-tasks') && !isOpen;
  const answers: Answers = {};
  for (const source of wanted) {
    if (isAsked(source, from)) answers[source] = answerOf(ring, from, source, isOpen);
  }
  if (isMore) answers.compactionstats = answerOf(ring, from, 'compactionstats', isOpen);
  return answers as Sources;
}

function answerOf(
  ring: RingViews,
  from: Standpoint,
  source: SourceId,
  isOpen: boolean,
): Seen<unknown> {
  const why = whyMissing(from, source, isOpen);
  return why ? missing(from.now, ...why) : seenOf(ring, from, source);
}

function seenOf(ring: RingViews, from: Standpoint, source: SourceId): Seen<unknown> {
  if (dearSources.has(source)) return seenLater(from.now, () => valueOf(ring, from, source));
  return { kind: 'seen', at: from.now, value: valueOf(ring, from, source) };
}

/** Long, often asked and seldom looked at: worked out when it is read. */
const dearSources: ReadonlySet<SourceId> = new Set([
  'describecluster',
  'cql-peers',
  'sstable-counts',
  'disk-usage',
]);

function seenLater(at: Instant, work: () => unknown): Seen<unknown> {
  const value = once(work);
  return {
    kind: 'seen',
    at,
    get value() {
      return value();
    },
  };
}

function valueOf(ring: RingViews, from: Standpoint, source: SourceId): unknown {
  if (source === 'client-view') return noRequests;
  const shared = sharedViews[source];
  return shared ? shared(ring, from) : views[source as ViewedSource](from);
}

/** Those that a look works out for all nodes at once. */
const sharedViews: Partial<Record<SourceId, (ring: RingViews, from: Standpoint) => unknown>> = {
  status: (ring, { node }) => ring.status(node),
  gossipinfo: (ring, { node }) => ring.gossip(node),
  'pending-hints': (ring, { node }) => ring.hints(node),
};

/** One look makes no requests of its own. */
const noRequests = {
  requests: 0,
  errors: {},
  p50Ms: undefined,
  p99Ms: undefined,
  latencyTenths: new Map(),
};

function noNode(wanted: ReadonlySet<SourceId>, now: Instant): Sources {
  const nothing = missing(now, 'unreachable', 'no such host');
  return Object.fromEntries([...wanted].map((source) => [source, nothing]));
}

function missing(at: Instant, why: MissingReason, detail: string): Missing {
  return { kind: 'missing', at, why, detail };
}
