import type { CommandResult } from '../ports/runner.ts';
import {
  describeResult,
  isRestarted,
  processState,
  tailOf,
  type ProcessState,
} from './process-state.ts';
import { logTail } from './log-tail.ts';
import { newestFatal } from './start-log.ts';
import type { NodeContext, Step } from './step.ts';

/** Starts the process. That it serves is for await-return to find out. */
export const start: Step<'start'> = {
  kind: 'start',
  async isDone(context) {
    return (
      (await processState(context)).kind === 'running' && (await isStartingOrRestarted(context))
    );
  },
  async run(params, context) {
    const argv = context.node.commands.start;
    if (!argv) {
      return {
        kind: 'failed',
        reason: 'the inventory has no `start` command',
        nodeState: 'stopped',
        next: 'add commands.start to the inventory, then resume',
      };
    }
    context.say('starting the process');
    const fatalBefore = await newestFatal(context);
    const known = fatalBefore === undefined ? {} : { fatalBefore };
    const result = await context.act('start', argv, params.timeoutMs);
    if (result.kind === 'exited' && result.code === 0) return { kind: 'done', ...known };
    const state = await processState(context);
    // The command is lost, not what it began: that it serves is for await-return to find out.
    if (result.kind !== 'exited' && state.kind === 'running') {
      const note = `${describeResult(argv, result)}, but the process runs`;
      return { kind: 'done', note, ...known };
    }
    return {
      kind: 'failed',
      reason: describeResult(argv, result),
      nodeState: describe(state, result),
      next: 'mend the cause, then resume: the step is done again',
      tail: (await logTail(context)) ?? tailOf(result),
    };
  },
};

function describe(state: ProcessState, { kind }: CommandResult): string {
  if (state.kind === 'unknown') return `not known to run or not: ${state.seen}`;
  if (state.kind === 'running') return 'the process runs all the same';
  return kind === 'exited' ? 'down' : 'down when last asked, it may still start';
}

/**
 * A running process whose CQL does not answer is starting, unless it still is the old one:
 * then it answers with the old generation, or netstats says it drains.
 */
async function isStartingOrRestarted(context: NodeContext): Promise<boolean> {
  if (await isRestarted(context)) return true;
  const self = await context.self();
  if (self.kind === 'seen') return false;
  const mode = await context.mode();
  return mode.kind === 'missing' || !mode.value.startsWith('DRAIN');
}
