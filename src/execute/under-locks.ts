import type { Progress } from '../model/event.ts';
import { downOf, type Plan } from '../model/plan.ts';
import type { Files } from '../ports/files.ts';
import { takeLock } from './lock.ts';
import { takeNodeLocks, type NodeLocks, type NodeLocksWish } from './node-locks.ts';
import { partWay } from './part-way.ts';

interface LocksWish extends Omit<
  NodeLocksWish,
  'cluster' | 'isResumed' | 'mayBeSilent' | 'concurrency' | 'ports'
> {
  readonly plan: Plan;
  /** The lock of this machine. */
  readonly file: string;
  /** How whoever holds it is followed. */
  readonly statusCommand: string;
  /** Where an earlier part of the run stopped. */
  readonly progress: Progress | undefined;
  readonly ports: NodeLocksWish['ports'] & { readonly files: Files };
}

export interface HeldLocks extends Pick<NodeLocks, 'line' | 'lostOn'> {
  /** Why this run may not go on any more; undefined: the lock of this machine is still its own. */
  readonly lostHere: () => Promise<string | undefined>;
}

/**
 * Works under the lock of this machine and those of the nodes. The nodes' are kept by a run that leaves a node
 * part-way: nobody else is to roll the cluster then. `work` says how far it came.
 */
export async function underLocks(
  wish: LocksWish,
  work: (locks: HeldLocks, reached: (progress: Progress) => void) => Promise<void>,
): Promise<void> {
  const { plan, progress, ports } = wish;
  const here = await takeLock(wish.file, wish, ports);
  await closing(async () => {
    const { line, give, lostOn } = await takeNodeLocks({
      ...wish,
      cluster: plan.cluster,
      isResumed: progress !== undefined,
      mayBeSilent: new Set(downOf(plan.nodes)),
      concurrency: plan.limits.concurrency,
    });
    const lostHere = async () => {
      const who = await here.lostTo();
      return who === undefined ? undefined : `the lock of this cluster is held by ${who}`;
    };
    let left = progress;
    await closing(
      () => work({ line, lostOn, lostHere }, (reached) => (left = reached)),
      async () => {
        if (!left || !partWay(plan, left)) await give();
      },
    );
  }, here.release);
}

/** How the work ended is worth more than that the end could not be tidied. */
export async function closing(
  work: () => Promise<void>,
  close: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  await close();
}
