import { nodetoolOn, ringwardAgain, type Advice } from '../../model/advice.ts';
import { hasOwnThreads } from '../../model/compaction-task.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { lastedText } from '../../model/lasted.ts';
import { rounded } from '../wording.ts';
import { weigh, type Weighed } from './causes.ts';
import { gapLimitMs, throttlePauseMs } from './gap-limit.ts';
import { throttleShare, type NodeCompactions } from './node-compactions.ts';
import { heldByThrottle } from './held-by-throttle.ts';
import { isHeld, stackEvidence, stackWork, type StackWork } from './stack-work.ts';
import { stuckCauses } from './stuck-causes.ts';
import { identity, progressEvidence } from './task-evidence.ts';
import { taskName, type TaskTrack } from './task-track.ts';
import { threadWork, type ThreadWork } from './thread-work.ts';

/** Fewer looks than these show no course. */
export const fewestSamples = 3;

/** True when the task has stood still for long enough to be looked at as a stall. */
export function isFlat(track: TaskTrack, { limits }: NodeCompactions): boolean {
  return track.gapMs >= limits.stallAfterMs && track.flat.length >= fewestSamples;
}

/** True while a longer look could still call it stuck: one that has just begun could not. */
export function isUndecided(track: TaskTrack, on: NodeCompactions): boolean {
  const isFirstLook = on.looks.length === 1;
  return (isFirstLook || track.flat.length > 1) && !isFlat(track, on) && !isFinishing(track);
}

/** STUCK, LARGE or UNKNOWN for a task whose progress stands still; nothing while it finishes. */
export function judgeFlatTask(track: TaskTrack, on: NodeCompactions): readonly Finding[] {
  if (isFinishing(track)) return [];
  const work = workDuring(track, on);
  return work ? judgeByThreads(track, work, on) : judgeByProgress(track, on);
}

/** Progress is not refreshed in the last phase, when the new SSTables are closed. */
export function isFinishing({ task, gapMs }: TaskTrack): boolean {
  return task.total > 0 && task.completed / task.total >= 0.99 && gapMs < 600_000;
}

/** Undefined too for validations, index and view builds: they have threads of their own. */
export function workDuring(track: TaskTrack, on: NodeCompactions): ThreadWork | undefined {
  const [from, to] = [track.flat[0], track.flat.at(-1)];
  if (!from || !to || hasOwnThreads(track.task)) return undefined;
  return threadWork(on.series, on.node, from, to);
}

function stacksDuring(track: TaskTrack, { series, node, limits }: NodeCompactions): StackWork {
  const [from] = track.flat;
  return from && !hasOwnThreads(track.task)
    ? stackWork(series, node, from.at, limits)
    : { kind: 'unseen', why: 'the task has threads of its own' };
}

function judgeByThreads(
  track: TaskTrack,
  work: ThreadWork,
  on: NodeCompactions,
): readonly Finding[] {
  const idle = idleEnd(track, on);
  if (idle) {
    const unseenMs = track.gapMs - idle.forMs;
    const isPause = idle.forMs < throttlePauseMs(track, throttleShare(on), unseenMs);
    const evidence = threadEvidence(idle.work, on);
    return isPause ? [] : [still(track, on, 'its threads are idle', evidence, idle.work)];
  }
  if (work.busy <= movingTasks(track, on) && track.gapMs >= gapLimitMs(track)) {
    const why = `the ${work.busy} busy threads work for the other tasks (lower confidence)`;
    return [still(track, on, why, threadEvidence(work, on), work)];
  }
  return [busyOnOnePartition(track, work, on)];
}

/**
 * The end of the time without progress in which the threads were idle, where it is long enough: a
 * task may work for a while without a sign of it, and freeze then.
 */
function idleEnd(track: TaskTrack, { series, node, limits }: NodeCompactions) {
  const to = track.flat.at(-1);
  for (const from of track.flat) {
    const forMs = to ? to.at - from.at : 0;
    if (!to || forMs < limits.stallAfterMs) return undefined;
    const work = threadWork(series, node, from, to);
    if (work && work.share <= limits.idleThreadShare) return { forMs, work };
  }
  return undefined;
}

/** Other tasks that moved while this one stood still: each has a thread that worked. */
function movingTasks({ flat }: TaskTrack, on: NodeCompactions): number {
  const since = flat[0]?.at ?? 0;
  return on.tracks.filter(({ samples }) => {
    const before = samples.findLast(({ at }) => at <= since) ?? samples[0];
    return before?.value !== samples.at(-1)?.value;
  }).length;
}

function judgeByProgress(track: TaskTrack, on: NodeCompactions): readonly Finding[] {
  const limitMs = gapLimitMs(track);
  const limit: Evidence = {
    what: 'limit without thread evidence',
    value: limitMs / 1000,
    unit: 's',
  };
  const stacks = stacksDuring(track, on);
  if (isHeld(stacks, on)) return [heldByThrottle(track, stacks, on)];
  if (track.gapMs < limitMs || track.task.unit !== 'bytes')
    return [unknown(track, on, [limit, ...stackEvidence(stacks)])];
  const why = 'its threads could not be seen (lower confidence)';
  return [{ ...stuck(track, on, why, [limit], { stacks }), severity: 'warning' }];
}

/** STUCK, or SLOW where the stacks show that it waits for the throttle. */
function still(
  track: TaskTrack,
  on: NodeCompactions,
  why: string,
  evidence: readonly Evidence[],
  work: ThreadWork,
): Finding {
  const stacks = stacksDuring(track, on);
  return isHeld(stacks, on)
    ? heldByThrottle(track, stacks, on, evidence)
    : stuck(track, on, why, evidence, { work, stacks });
}

function stuck(
  track: TaskTrack,
  on: NodeCompactions,
  why: string,
  evidence: readonly Evidence[],
  seen: { readonly work?: ThreadWork; readonly stacks: StackWork },
): Finding {
  const { stacks } = seen;
  const gap = lastedText(track.gapMs);
  return {
    ...identity(track, on),
    ...stuckCauses(track, seen, on),
    state: 'STUCK',
    severity: 'critical',
    summary: `${taskName(track.task)} has not moved for ${gap} at ${percentText(track)}; ${why}`,
    evidence: [...progressEvidence(track, on), ...evidence, ...stackEvidence(stacks)],
    advice: [
      nodetoolOn(on.node, 'compactionstats'),
      ...(stacks.kind === 'seen'
        ? []
        : ['jstack of the JVM, twice: where does the CompactionExecutor thread wait?']),
      ...stopAdvice(track, on),
      'a restart frees it; drain does not return while it is stuck',
    ],
  };
}

function busyOnOnePartition(track: TaskTrack, work: ThreadWork, on: NodeCompactions): Finding {
  const gap = lastedText(track.gapMs);
  return {
    ...identity(track, on),
    ...weigh([hugePartition(work)]),
    state: 'LARGE',
    severity: 'info',
    summary: `${taskName(track.task)} shows no progress for ${gap}, but its thread works: busy on one huge partition`,
    evidence: [...progressEvidence(track, on), ...threadEvidence(work, on)],
    advice: [
      nodetoolOn(on.node, 'tablehistograms', track.task.keyspace, track.task.table),
      ringwardAgain('health', '--for', '10m'),
    ],
  };
}

function hugePartition(work: ThreadWork): Weighed {
  return {
    id: 'huge-partition',
    title: 'one huge partition is being merged',
    speaksFor: [`the compaction threads used ${cpuPercent(work)} % of one CPU`],
  };
}

function unknown(track: TaskTrack, on: NodeCompactions, evidence: readonly Evidence[]): Finding {
  const gap = lastedText(track.gapMs);
  return {
    ...identity(track, on),
    state: 'UNKNOWN',
    severity: 'info',
    summary: `${taskName(track.task)} shows no progress for ${gap}; its threads could not be seen, so not called stuck`,
    evidence: [...progressEvidence(track, on), ...evidence],
    advice: [nodetoolOn(on.node, 'compactionstats'), ringwardAgain('health', '--for', '11m')],
  };
}

function threadEvidence(work: ThreadWork, { limits }: NodeCompactions): readonly Evidence[] {
  return [
    {
      what: `CPU of the compaction threads over ${lastedText(work.overMs)}`,
      value: cpuPercent(work),
      unit: '% of one CPU',
      limit: limits.idleThreadShare * 100,
    },
    { what: 'CPU time of the compaction threads', unit: 'ms', samples: work.samples },
    { what: 'thread states', value: work.states },
  ];
}

function stopAdvice({ task }: TaskTrack, { node }: NodeCompactions): readonly Advice[] {
  return task.id ? [nodetoolOn(node, 'stop', '-id', task.id)] : [];
}

function percentText({ task }: TaskTrack): string {
  if (task.total <= 0) return `${task.completed} ${task.unit}`;
  return `${rounded((task.completed / task.total) * 100)} %`;
}

function cpuPercent({ share }: ThreadWork): number {
  return rounded(share * 100);
}
