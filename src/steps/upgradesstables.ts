import type { StepOutcome, StepParams } from '../model/step.ts';
import type { CompactionTask } from '../model/readings.ts';
import type { CommandResult } from '../ports/runner.ts';
import { loadBytes, notKnown, roomFor, type Room } from './disk-room.ts';
import { listedSnapshots } from './listed-snapshots.ts';
import { olderFiles } from './older-files.ts';
import { describeResult } from './process-state.ts';
import { refused } from './refused.ts';
import type { NodeContext, Step } from './step.ts';

/**
 * `nodetool upgradesstables`: SSTables of older formats are written anew while the node serves. The node
 * goes on with it when its command is lost, and what a killed Ringward left running is waited for. nodetool
 * itself leaves out what is current, so done again it ends at once: never taken for done beforehand.
 */
export const upgradeSSTables: Step<'upgradesstables'> = {
  kind: 'upgradesstables',
  isDone: () => Promise.resolve(false),
  async run(params, context) {
    const deadline = context.clock.now() + params.timeoutMs;
    const lost = await waitForRunning(context, deadline);
    if (lost !== undefined) return refused(lost);
    const room = await roomToRewrite(params, context);
    if (room.kind === 'too-little') return refused(`no room to rewrite: ${room.text}`);
    const why = notKnown(room);
    if (why !== undefined && params.unseen === 'refuse') {
      return refused(
        `whether there is room to rewrite is not known: ${why}; a playbook may declare \`unseen: go-on\``,
      );
    }
    return await rewrite(params, context, deadline);
  },
};

async function rewrite(
  { jobs }: StepParams['upgradesstables'],
  context: NodeContext,
  deadline: number,
): Promise<StepOutcome> {
  const args = ['upgradesstables', '-j', String(jobs)];
  context.say(`nodetool ${args.join(' ')}`);
  const leftMs = Math.max(1, deadline - context.clock.now());
  const result = await watched(
    context,
    context.act('upgradesstables', context.nodetoolCall(args), leftMs),
  );
  if (result.kind !== 'exited' || result.code !== 0) {
    return refused(`${describeResult(['nodetool', ...args], result)}; ${goesOn(context)}`, result);
  }
  const older = await olderFiles(context);
  if (older.kind === 'left') return refused(older.why);
  return { kind: 'done', note: older.note };
}

/** Says how far it is until the command is over. Leaving does not end what the node has begun. */
async function watched(
  context: NodeContext,
  command: Promise<CommandResult>,
): Promise<CommandResult> {
  const over = new AbortController();
  void command.finally(() => {
    over.abort();
  });
  const isOver = () => over.signal.aborted;
  while (!isOver()) {
    await context.clock
      .sleep(context.pollMs, AbortSignal.any([over.signal, context.signal]))
      .catch(() => undefined);
    context.signal.throwIfAborted();
    const tasks = isOver() ? [] : await rewrites(context);
    if (typeof tasks !== 'string' && tasks.length > 0) context.say(progressText(tasks));
  }
  return await command;
}

/** Why what was running is not known to be over; undefined: nothing runs. */
async function waitForRunning(context: NodeContext, deadline: number): Promise<string | undefined> {
  for (;;) {
    const tasks = await rewrites(context);
    if (typeof tasks === 'string') return tasks;
    if (tasks.length === 0) return undefined;
    if (context.clock.now() >= deadline) return `not over at its limit; ${goesOn(context)}`;
    context.say(`found at work already: ${progressText(tasks)}`);
    await context.clock.sleep(context.pollMs, context.signal);
  }
}

/** A reason instead: not known. */
async function rewrites(context: NodeContext): Promise<readonly CompactionTask[] | string> {
  const seen = await context.ask('compactionstats');
  if (seen.kind === 'missing') return `what is rewritten is not seen: ${seen.detail}`;
  return seen.value.active.filter(({ kind }) => kind === 'upgrade sstables');
}

function progressText(tasks: readonly CompactionTask[]): string {
  const texts = tasks.map(({ keyspace, table, completed, total }) => {
    const share = total > 0 ? ` ${Math.floor((completed / total) * 100)} %` : '';
    return `${keyspace}.${table}${share}`;
  });
  return `rewriting ${texts.join(', ')}`;
}

function goesOn(context: NodeContext): string {
  return `the node serves as before, and may go on rewriting: look with \`${context.nodetoolLine(['compactionstats'])}\``;
}

/** An SSTable goes once its successor is there, unless a snapshot holds it. */
async function roomToRewrite(
  { jobs }: StepParams['upgradesstables'],
  context: NodeContext,
): Promise<Room> {
  const listed = await listedSnapshots(context);
  if (listed.kind === 'unknown') return listed;
  if (listed.names.length > 0) {
    const bytes = await loadBytes(context);
    if (typeof bytes === 'string') return { kind: 'unknown', why: bytes };
    return await roomFor(
      context,
      bytes,
      `snapshots (${listed.names.join(', ')}) hold what is replaced,`,
    );
  }
  const usage = await context.ask('disk-usage');
  if (usage.kind === 'missing') {
    return { kind: 'unknown', why: `the size of its tables is not seen: ${usage.detail}` };
  }
  const largest = usage.value.tables.map(({ mebibytes }) => mebibytes).sort((a, b) => b - a);
  const mebibytes = largest.slice(0, jobs).reduce((sum, each) => sum + each, 0);
  return await roomFor(context, mebibytes * 1024 ** 2, `the ${jobs} largest tables have`);
}
