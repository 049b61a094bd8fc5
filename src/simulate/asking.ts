import { askedOfStillTasks } from '../model/compaction-task.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceId } from '../model/snapshot.ts';
import { configSources } from './view/config-view.ts';
import type { Standpoint } from './view/index.ts';
import { machineSources } from './view/machine-view.ts';
import { quietSources } from './view/quiet-view.ts';
import type { RingViews } from './view/ring-views.ts';
import { whyMissing } from './why-missing.ts';

/** What is asked of nodes that serve on a release, by how it is answered. */
export interface Asking {
  /** Every place of an answer: copied at one stroke. What is added one by one makes a slow hash table in V8. */
  readonly unanswered: Partial<Record<SourceId, Seen<unknown> | undefined>>;
  readonly lacking: readonly (readonly [SourceId, NonNullable<ReturnType<typeof whyMissing>>])[];
  /** Answered the same by all of these nodes. */
  readonly alike: readonly SourceId[];
  readonly own: readonly SourceId[];
  /** Of nodes on which one stands still. */
  readonly asksOfStillTasks: boolean;
  readonly isAllAlike: boolean;
  readonly isOwnWordAlone: boolean;
}

/** The same at every look at which the cluster is as calm. */
export const askingOf = onceForEach((wanted: ReadonlySet<SourceId>) => {
  const known = new Map<string, Asking>();
  const asksOfRing = [...alikeWithoutNews].some((source) => wanted.has(source));
  const asksOfHints = wanted.has('pending-hints');
  return (ring: RingViews, from: Standpoint): Asking => {
    const calm = {
      hasNoFaults: from.state.faults.length === 0,
      hasNoNews: asksOfRing && ring.hasNoNews(),
      hasNoHints: asksOfHints && ring.hasNoHints(),
    };
    const key = `${from.life.release} ${calm.hasNoFaults} ${calm.hasNoNews} ${calm.hasNoHints}`;
    const asking = known.get(key) ?? toAsking(wanted, from, calm);
    known.set(key, asking);
    return asking;
  };
});

/** Why nodes that serve may say the same. */
interface Calm {
  readonly hasNoFaults: boolean;
  readonly hasNoNews: boolean;
  readonly hasNoHints: boolean;
}

function toAsking(wanted: ReadonlySet<SourceId>, from: Standpoint, calm: Calm): Asking {
  const asked = [...wanted]
    .filter((source) => source !== askedOfStillTasks)
    .map((source) => ({ source, why: whyMissing(from, source, true) }));
  const answered = asked.flatMap(({ source, why }) => (why ? [] : [source]));
  const own = answered.filter((source) => !isAlike(source, calm));
  const asksOfStillTasks = wanted.has(askedOfStillTasks);
  return {
    unanswered: Object.fromEntries(asked.map(({ source }) => [source, undefined])),
    lacking: asked.flatMap(({ source, why }) => (why ? [[source, why] as const] : [])),
    alike: answered.filter((source) => isAlike(source, calm)),
    own,
    asksOfStillTasks,
    isAllAlike: !asksOfStillTasks && own.length === 0,
    isOwnWordAlone: !asksOfStillTasks && own.every((source) => source === 'cql-local'),
  };
}

function isAlike(source: SourceId, { hasNoFaults, hasNoNews, hasNoHints }: Calm): boolean {
  if (alwaysAlike.has(source)) return true;
  if (alikeWithoutFaults.has(source)) return hasNoFaults;
  return source === 'pending-hints' ? hasNoHints : hasNoNews && alikeWithoutNews.has(source);
}

/** What each has heard of the others. */
const alikeWithoutNews: ReadonlySet<SourceId> = new Set([
  'status',
  'gossipinfo',
  'describecluster',
] as const);

/** What a fault alone, or the release, makes another on a node that serves. */
const alikeWithoutFaults: ReadonlySet<SourceId> = new Set([
  'log',
  'aborted-compactions',
  'hinted-handoff',
] as const);

const alwaysAlike: ReadonlySet<SourceId> = new Set([
  'client-view',
  'keyspaces',
  ...quietSources,
  ...configSources,
  ...machineSources,
] as const);
