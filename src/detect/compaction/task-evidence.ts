import type { Evidence } from '../../model/finding.ts';
import type { NodeCompactions } from './node-compactions.ts';
import type { TaskTrack } from './task-track.ts';

export function identity({ task }: TaskTrack, { node }: NodeCompactions) {
  const subject = [`${task.keyspace}.${task.table}`, ...(task.id ? [task.id] : [])].join(' ');
  return { detector: 'stalled-compaction', node, subject };
}

export function progressEvidence(track: TaskTrack, { limits }: NodeCompactions): Evidence[] {
  const { completed, total, unit } = track.task;
  return [
    { what: 'completed', value: completed, unit, samples: track.samples },
    { what: 'total', value: total === 0 ? 'unknown' : total, unit },
    {
      what: 'without progress',
      value: Math.round(track.gapMs / 1000),
      unit: 's',
      limit: limits.stallAfterMs / 1000,
    },
  ];
}
