import { bugCause } from './bug-cause.ts';
import { weigh, type Weighed } from './causes.ts';
import { cpuShortage } from '../machine/cpu-shortage.ts';
import { answerWords, deviceDuring, isSaturated } from './device.ts';
import type { NodeCompactions } from './node-compactions.ts';
import type { StackWork } from './stack-work.ts';
import { taskName, type TaskTrack } from './task-track.ts';
import type { ThreadWork } from './thread-work.ts';

/** What keeps a task from moving at all, as far as threads, disks and other tasks tell (causes S2, S4, S9, S19). */
export function stuckCauses(
  track: TaskTrack,
  { work, stacks }: { readonly work?: ThreadWork; readonly stacks: StackWork },
  on: NodeCompactions,
) {
  return weigh([
    waiting(work, stacks),
    disk(track, work, on),
    otherOperation(track, on),
    starved(work, on),
    bugCause(on, 'hang'),
  ]);
}

function waiting(work: ThreadWork | undefined, stacks: StackWork): Weighed {
  const isWaiting = work !== undefined && isAsleep(work);
  return {
    id: 'waiting-thread',
    title:
      'its thread waits for something inside Cassandra that does not come, such as in a deadlock',
    speaksFor: [
      isWaiting ? `all compaction threads wait (${work.states}) and use no CPU` : undefined,
      stillWords(stacks),
    ],
    speaksAgainst: [
      work && !isWaiting ? `a compaction thread waits for the disk (${work.states})` : undefined,
    ],
  };
}

/** Twice at one place is no chance. */
function stillWords(stacks: StackWork): string | undefined {
  if (stacks.kind === 'unseen' || stacks.looks < 2) return undefined;
  const [first] = stacks.still;
  return (
    first && `${first.name} stands in ${first.frames[0] ?? '?'} at each of ${stacks.looks} looks`
  );
}

/** `D`: in an uninterruptible wait, as for a disk; all others of an idle thread are waits within the JVM. */
function isAsleep({ states }: ThreadWork): boolean {
  return !states.includes('D');
}

function disk(track: TaskTrack, work: ThreadWork | undefined, on: NodeCompactions): Weighed {
  const device = deviceDuring({ samples: track.flat }, on);
  const isSlow = device !== undefined && isSaturated(device, on.limits);
  const answers = device && answerWords(device);
  return {
    id: 'disk',
    title: 'the disk does not answer',
    speaksFor: [
      work && !isAsleep(work) ? `a compaction thread waits for it (${work.states})` : undefined,
      isSlow ? answers : undefined,
    ],
    speaksAgainst: [isSlow ? undefined : answers],
  };
}

/** A thread that waits for a CPU is runnable; one that sleeps wants none. */
function starved(work: ThreadWork | undefined, { series, node }: NodeCompactions): Weighed {
  const shortage = cpuShortage(series, node);
  const wantsToRun = work === undefined || work.states.includes('R');
  const asleep = work && `all compaction threads wait (${work.states})`;
  return wantsToRun ? shortage : { ...shortage, speaksFor: [], speaksAgainst: [asleep] };
}

function otherOperation({ task }: TaskTrack, on: NodeCompactions): Weighed {
  const others = on.tracks
    .map((other) => other.task)
    .filter(
      (other) =>
        other.kind !== task.kind && other.keyspace === task.keyspace && other.table === task.table,
    );
  const [first] = others;
  return {
    id: 'other-operation',
    title: 'another operation on the same table holds its SSTables',
    speaksFor: [first && `${taskName(first)} runs`],
    speaksAgainst: [first ? undefined : 'no other task of the table runs'],
  };
}
