import type { Detector } from '../model/detector.ts';
import type { Finding, MissingSource, Undecided } from '../model/finding.ts';
import { lastedText } from '../model/lasted.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestValue, spanMs } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { judgeDisabled } from './compaction/disabled.ts';
import { judgeFailing } from './compaction/failing.ts';
import { undecidedFailures } from './compaction/fresh-failure.ts';
import {
  isFinishing,
  isFlat,
  isUndecided,
  judgeFlatTask,
  workDuring,
} from './compaction/flat-task.ts';
import { longestWaitMs } from './compaction/gap-limit.ts';
import { backlogNeedsLonger, judgeBacklog, undecidedBacklog } from './compaction/idle-backlog.ts';
import { judgeMovingTask } from './compaction/moving-task.ts';
import { nodeCompactions, type NodeCompactions } from './compaction/node-compactions.ts';
import { identity } from './compaction/task-evidence.ts';
import { taskName } from './compaction/task-track.ts';
import { cpuSources } from './machine/cpu-shortage.ts';
import { missingOf, notAsked, withoutLog, withoutPart } from './missing-sources.ts';
import { needsFor, needsLooks } from './too-short.ts';

/**
 * Compactions judged by progress, never by a count: each running task is followed by its id.
 * States: STUCK, SLOW, LARGE, DISABLED, IDLE-BACKLOG, FAILING, UNKNOWN (docs/findings).
 */
export const stalledCompaction: Detector = {
  id: 'stalled-compaction',
  title: 'compactions that stand still, are held back, are switched off, fail, or never begin',
  needs: [
    'compactionstats',
    'autocompaction',
    'sstable-counts',
    'compaction-throughput',
    'netstats',
    'java-process',
    'compaction-threads',
    'disks',
    'file-systems',
    'info',
    'aborted-compactions',
    'log',
    ...cpuSources,
  ],
  // Stacks are asked for only where a task stands where it stood at the look before.
  follows: ['compactionstats', 'compaction-threads', 'compaction-stacks', 'disks', ...cpuSources],
  ends: ['sstable-counts', 'autocompaction', 'info', 'aborted-compactions', 'log'],
  // Looks may be a minute apart (steps/soak.ts), and the first must be older than the time judged.
  lookBackMs: (limits) => Math.max(limits.stallAfterMs, limits.idleBacklogMs) + 90_000,
  // Without thread evidence a task must stand still for 10 minutes (compaction/gap-limit.ts).
  watchMs: () => longestWaitMs + 120_000,
  detect(series, limits) {
    const nodes = addressesOf(series).map((node) => nodeCompactions(series, node, limits));
    const undecided = nodes.flatMap(undecidedOn);
    const notJudged =
      notAsked(series, 'compactionstats') ??
      notJudgedYet(series, nodes, limits) ??
      withoutPart(series, 'autocompaction', 'compactions that are switched off') ??
      withoutLog(series, 'failing compactions');
    return {
      detector: 'stalled-compaction',
      findings: nodes.flatMap(judgeNode),
      missing: nodes.flatMap(notSeen),
      ...(notJudged ? { notJudged } : {}),
      ...(undecided.length > 0 ? { undecided } : {}),
    };
  },
};

function judgeNode(on: NodeCompactions): readonly Finding[] {
  const tasks = isAnswering(on) ? on.tracks : [];
  return [
    ...tasks.flatMap((track) =>
      isFlat(track, on) ? judgeFlatTask(track, on) : judgeMovingTask(track, on),
    ),
    ...judgeDisabled(on),
    ...judgeFailing(on),
    ...(isAnswering(on) ? judgeBacklog(on) : []),
  ];
}

/** What was seen before the node fell silent says nothing about now. */
function isAnswering({ series, node }: NodeCompactions): boolean {
  return (
    latestValue(series, node, 'compactionstats') !== undefined ||
    latestValue(series, node, 'sstable-tasks') !== undefined
  );
}

function notSeen(on: NodeCompactions): readonly MissingSource[] {
  const { series, node } = on;
  return [
    ...missingOf(series, node, [
      'compactionstats',
      'autocompaction',
      'sstable-counts',
      'aborted-compactions',
      'log',
    ]),
    ...(threadsAreWanted(on) ? missingOf(series, node, ['compaction-threads']) : []),
  ];
}

/** Threads are only missed where a task stands still and they would tell why. */
function threadsAreWanted(on: NodeCompactions): boolean {
  return on.tracks.some(
    (track) => isFlat(track, on) && !isFinishing(track) && workDuring(track, on) === undefined,
  );
}

function undecidedOn(on: NodeCompactions): readonly Undecided[] {
  return isAnswering(on)
    ? [...undecidedTasks(on), ...undecidedFailures(on), ...undecidedBacklog(on)]
    : [];
}

/** Tasks that may be standing still: seen once, or flat, but not for long enough to say more. */
function undecidedTasks(on: NodeCompactions): readonly Undecided[] {
  return on.tracks
    .filter((track) => isUndecided(track, on))
    .map((track) => ({
      ...identity(track, on),
      state: 'STUCK',
      what:
        track.gapMs > 0
          ? `${taskName(track.task)} has not moved for ${lastedText(track.gapMs)}`
          : `${taskName(track.task)} was seen once`,
    }));
}

function notJudgedYet(
  series: Series,
  nodes: readonly NodeCompactions[],
  limits: Limits,
): string | undefined {
  const slackMs = limits.tickMs * 2;
  if (spanMs(series) < limits.stallAfterMs) {
    const neededMs = Math.max(limits.stallAfterMs + slackMs, 90_000);
    return `progress of tasks: ${needsLooks(series, 'compactionstats', neededMs)}`;
  }
  if (nodes.some(backlogNeedsLonger)) {
    const neededMs = limits.idleBacklogMs + slackMs;
    return `waiting work with nothing running: ${needsFor(series, neededMs)}`;
  }
  return undefined;
}
