import type { Instant } from '../model/instant.ts';
import type { CqlLocal } from '../model/readings.ts';
import type { MissingReason, Seen } from '../model/seen.ts';
import type { NodeSnapshot, SourceId } from '../model/snapshot.ts';
import { answersCql, answersNodetool, lifeAt } from './life.ts';
import { isOffered } from './offered.ts';
import { refusedCql, refusedNodetool } from './refused.ts';
import { servingNodes, type ServingNodes } from './serving.ts';
import type { ClusterState } from './state.ts';
import { views, type Standpoint } from './view/index.ts';
import { ringViews, type RingViews } from './view/ring-views.ts';

type Sources = NodeSnapshot['sources'];

/** What nodes say when asked at one instant. What those that serve say alike is made once. */
export function answersAt(state: ClusterState, now: Instant) {
  const ring = ringViews(state, now);
  const serving = servingNodes(state);
  const known = new Map<ReadonlySet<SourceId>, Map<string, Alike>>();
  return (place: number, wanted: ReadonlySet<SourceId>): Sources => {
    const from = standpoint(state, serving, place, now);
    if (!from) return noNode(wanted, now);
    if (!from.local && !(answersCql(from.life, now) && answersNodetool(from.life, now))) {
      return troubledOf(ring, from, wanted);
    }
    const byRelease = known.get(wanted) ?? new Map<string, Alike>();
    known.set(wanted, byRelease);
    const { release } = from.life;
    const alike = byRelease.get(release) ?? alikeFor(ring, from, wanted);
    byRelease.set(release, alike);
    if (alike.own.length === 0) return alike.answers;
    const answers: Answers = { ...alike.answers };
    for (const source of alike.own) answers[source] = seenOf(ring, from, source);
    return answers as Sources;
  };
}

/** Where a node is asked; of one that serves its own word is known already. */
interface Asked extends Standpoint {
  readonly local: CqlLocal | undefined;
}

/** Undefined: there is no such node, or it was never started. */
function standpoint(
  state: ClusterState,
  serving: ServingNodes,
  place: number,
  now: Instant,
): Asked | undefined {
  const node = state.nodes[place];
  const isServing = (serving.from[place] ?? Number.POSITIVE_INFINITY) <= now;
  const life = isServing ? serving.lives[place] : node && lifeAt(node, now);
  const local = isServing ? serving.locals[place] : undefined;
  return node && life && { state, node, now, life, local };
}

// Each view is that of its source: the one place where that is not checked.
type Answers = Partial<Record<SourceId, Seen<unknown>>>;

/** Answers that are the same on every node that serves on a release, and which are not. */
interface Alike {
  /** With those of the node that was the first asked in the place of its own. */
  readonly answers: Sources;
  readonly own: readonly SourceId[];
}

function alikeFor(ring: RingViews, from: Asked, wanted: ReadonlySet<SourceId>): Alike {
  const answers: Answers = {};
  const own: SourceId[] = [];
  for (const source of wanted) {
    const why = whyMissing(from, source, true);
    answers[source] = why ? missing(from.now, ...why) : seenOf(ring, from, source);
    if (!why && !isAlike(ring, source)) own.push(source);
  }
  return { answers: answers as Sources, own };
}

function isAlike(ring: RingViews, source: SourceId): boolean {
  if (source === 'client-view' || source === 'keyspaces') return true;
  if (source === 'pending-hints') return ring.hasNoHints();
  return (source === 'status' || source === 'gossipinfo') && ring.hasNoNews();
}

/** Of a node that does not serve, or not yet. */
function troubledOf(ring: RingViews, from: Asked, wanted: ReadonlySet<SourceId>): Sources {
  const isOpen = answersCql(from.life, from.now);
  // Without CQL the running compactions are asked for the dear way.
  const isMore = wanted.has('sstable-tasks') && !isOpen;
  const answers: Answers = {};
  for (const source of wanted) answers[source] = answerOf(ring, from, source, isOpen);
  if (isMore) answers.compactionstats = answerOf(ring, from, 'compactionstats', isOpen);
  return answers as Sources;
}

function answerOf(ring: RingViews, from: Asked, source: SourceId, isOpen: boolean): Seen<unknown> {
  const why = whyMissing(from, source, isOpen);
  return why ? missing(from.now, ...why) : seenOf(ring, from, source);
}

function seenOf(ring: RingViews, from: Asked, source: SourceId): Seen<unknown> {
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
  let known: { readonly value: unknown } | undefined;
  return {
    kind: 'seen',
    at,
    get value() {
      return (known ??= { value: work() }).value;
    },
  };
}

function valueOf(ring: RingViews, from: Asked, source: SourceId): unknown {
  if (source === 'client-view') return noRequests;
  const shared = sharedViews[source];
  return shared ? shared(ring, from) : views[source](from);
}

/** Those that a look works out for all nodes at once, or knows from the look before. */
const sharedViews: Partial<Record<SourceId, (ring: RingViews, from: Asked) => unknown>> = {
  'cql-local': (_, from) => from.local ?? views['cql-local'](from),
  status: (ring, { node }) => ring.status(node),
  gossipinfo: (ring, { node }) => ring.gossip(node),
  'pending-hints': (ring, { node }) => ring.hints(node),
};

function whyMissing(
  { now, life, node }: Asked,
  source: SourceId,
  isOpen: boolean,
): readonly [MissingReason, string] | undefined {
  const isByCql = cqlSources.has(source);
  const isManaged = answersNodetool(life, now);
  if (!isByCql && !isManaged) return ['unreachable', refusedNodetool(node).stderr.trim()];
  // The machine's files are looked for before the folders are asked of the node.
  const isAnswered = !isByCql || isOpen || (source === 'file-systems' && isManaged);
  if (isAnswered && !isOffered(source, life.release)) {
    return ['unsupported', `not offered by ${life.release}`];
  }
  if (isByCql && !isOpen) return ['unreachable', refusedCql(node.address, 9042)];
  return undefined;
}

/** One look makes no requests of its own. */
const noRequests = { requests: 0, errors: {}, p50Ms: undefined, p99Ms: undefined };

function noNode(wanted: ReadonlySet<SourceId>, now: Instant): Sources {
  const nothing = missing(now, 'unreachable', 'no such host');
  return Object.fromEntries([...wanted].map((source) => [source, nothing]));
}

function missing(at: Instant, why: MissingReason, detail: string): Seen<never> {
  return { kind: 'missing', at, why, detail };
}

const cqlSources: ReadonlySet<SourceId> = new Set([
  'cql-local',
  'cql-peers',
  'sstable-tasks',
  'thread-pools',
  'disk-usage',
  'keyspaces',
  'file-systems',
  'client-view',
]);
