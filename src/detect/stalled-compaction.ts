import type { Detector } from '../model/detector.ts';
import type { Finding, MissingSource } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, latestValue, spanMs } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { judgeDisabled } from './compaction/disabled.ts';
import { isFinishing, isFlat, judgeFlatTask, workDuring } from './compaction/flat-task.ts';
import { backlogNeedsLonger, judgeBacklog } from './compaction/idle-backlog.ts';
import { judgeMovingTask } from './compaction/moving-task.ts';
import { nodeCompactions, type NodeCompactions } from './compaction/node-compactions.ts';
import { missingOf, notAsked } from './missing-sources.ts';

/**
 * Compactions judged by progress, never by a count: each running task is followed by its id.
 * States: STUCK, SLOW, LARGE, DISABLED, IDLE-BACKLOG, UNKNOWN (docs/detectors.md).
 */
export const stalledCompaction: Detector = {
  id: 'stalled-compaction',
  title: 'compactions that stand still, are held back, are switched off, or never begin',
  needs: [
    'compactionstats',
    'autocompaction',
    'sstable-counts',
    'compaction-throughput',
    'netstats',
    'java-process',
    'compaction-threads',
    'disks',
  ],
  follows: ['compactionstats', 'compaction-threads', 'disks'],
  ends: ['sstable-counts', 'autocompaction'],
  detect(series, limits) {
    const nodes = addressesOf(series).map((node) => nodeCompactions(series, node, limits));
    const notJudged = notAsked(series, 'compactionstats') ?? notJudgedYet(series, nodes, limits);
    return {
      detector: 'stalled-compaction',
      findings: nodes.flatMap(judgeNode),
      missing: nodes.flatMap(notSeen),
      ...(notJudged ? { notJudged } : {}),
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
    ...missingOf(series, node, ['compactionstats', 'autocompaction', 'sstable-counts']),
    ...(threadsAreWanted(on) ? missingOf(series, node, ['compaction-threads']) : []),
  ];
}

/** Threads are only missed where a task stands still and they would tell why. */
function threadsAreWanted(on: NodeCompactions): boolean {
  return on.tracks.some(
    (track) => isFlat(track, on) && !isFinishing(track) && workDuring(track, on) === undefined,
  );
}

function notJudgedYet(
  series: Series,
  nodes: readonly NodeCompactions[],
  limits: Limits,
): string | undefined {
  const slackMs = limits.tickMs * 2;
  if (spanMs(series) < limits.stallAfterMs) {
    return `progress of tasks: needs --for ${seconds(Math.max(limits.stallAfterMs + slackMs, 90_000))}`;
  }
  if (nodes.some(backlogNeedsLonger)) {
    return `waiting work with nothing running: needs --for ${seconds(limits.idleBacklogMs + slackMs)}`;
  }
  return undefined;
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)}s`;
}
