import { askedOfStillTasks, hasOwnThreads, taskKey } from '../model/compaction-task.ts';
import type { CompactionTask } from '../model/readings.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import type { Seen } from '../model/seen.ts';
import { askNode, type Answers, type Ways } from './ask-node.ts';
import type { NodeContext } from './context.ts';

/** The stacks of the compaction threads, only when a task stands where it stood at the look before. */
export async function askStacks(
  context: NodeContext,
  wanted: ReadonlySet<SourceId>,
  answers: Answers,
  ways: Ways,
): Promise<Answers> {
  if (!wanted.has(askedOfStillTasks) || !standsStill(context, tasksIn(answers))) return {};
  return (await askNode(context, [askedOfStillTasks], ways)).answers;
}

function tasksIn(answers: Answers): readonly CompactionTask[] {
  const stats = answers.compactionstats as Seen<SourceValues['compactionstats']> | undefined;
  if (stats?.kind === 'seen') return stats.value.active;
  const tasks = answers['sstable-tasks'] as Seen<SourceValues['sstable-tasks']> | undefined;
  return tasks?.kind === 'seen' ? tasks.value.tasks : [];
}

function standsStill({ progress, node }: NodeContext, tasks: readonly CompactionTask[]): boolean {
  const before = progress?.get(node.address);
  progress?.set(node.address, new Map(tasks.map((task) => [taskKey(task), task.completed])));
  const own = tasks.filter((task) => !hasOwnThreads(task));
  return own.some((task) => before?.get(taskKey(task)) === task.completed);
}
