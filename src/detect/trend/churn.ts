import { nodetoolOn } from '../../model/advice.ts';
import type { Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import { lastedText } from '../../model/lasted.ts';
import type { CompactionTask } from '../../model/readings.ts';
import { spanMs } from '../../model/series.ts';
import { rounded } from '../wording.ts';
import type { NodeCompactions } from '../compaction/node-compactions.ts';
import { halfHourMs } from './silent.ts';

/** Of the looks in which the table must be compacted, and how far a task may have come at most. */
const mostLooks = 0.8;
const fewestTasks = 3;
const unfinished = 0.9;

/**
 * CHURN: a table is compacted all the time, by ever new tasks, and none of them comes to its end: each is
 * cancelled (repair, upgradesstables, truncation) or fails.
 */
export function judgeChurn(on: NodeCompactions): readonly Finding[] {
  if (spanMs(on.looks) < halfHourMs) return [];
  const seen = on.looks.flatMap(({ value }, look) => value.active.map((task) => ({ task, look })));
  const groups = groupBy(seen, ({ task }) => `${task.kind}|${task.keyspace}|${task.table}`);
  const running = new Set(on.tracks.map(({ task }) => task.id));
  return [...groups.values()].flatMap((all) => {
    const looks = new Set(all.map(({ look }) => look)).size;
    // What still runs may yet come to its end.
    const ended = all.filter(({ task }) => task.id !== undefined && !running.has(task.id));
    const ids = new Set(ended.map(({ task }) => task.id));
    const furthest = Math.max(...ended.map(({ task }) => shareOf(task)));
    const isChurn =
      looks >= on.looks.length * mostLooks && ids.size >= fewestTasks && furthest < unfinished;
    const [first] = all;
    return isChurn && first ? [toFinding(on, first.task, ids.size, furthest)] : [];
  });
}

/** Of a total that is not known nothing can be said. */
function shareOf({ completed, total }: CompactionTask): number {
  return total > 0 ? completed / total : 1;
}

function toFinding(
  on: NodeCompactions,
  { kind, keyspace, table }: CompactionTask,
  tasks: number,
  furthest: number,
): Finding {
  return {
    detector: 'compaction-trend',
    state: 'CHURN',
    severity: 'warning',
    node: on.node,
    subject: `${keyspace}.${table}`,
    summary: `${tasks} tasks of ${kind} ended in ${lastedText(spanMs(on.looks))}, and none came further than ${rounded(furthest * 100)} %`,
    evidence: [
      { what: 'tasks that ended', value: tasks, limit: fewestTasks },
      { what: 'furthest progress', value: rounded(furthest * 100), unit: '%', limit: 90 },
      { what: 'looks', value: on.looks.length },
    ],
    advice: [
      'look in the log for CompactionInterruptedException: what cancels them?',
      nodetoolOn(on.node, 'repair_admin', 'list'),
      nodetoolOn(on.node, 'compactionstats'),
    ],
  };
}
