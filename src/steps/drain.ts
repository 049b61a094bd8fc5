import type { StepOutcome, StepParams } from '../model/step.ts';
import type { CommandResult } from '../ports/runner.ts';
import { clientsOf, enableLine } from './clients.ts';
import { describeResult, isRestarted, processState, tailOf } from './process-state.ts';
import type { NodeContext, Step } from './step.ts';

/**
 * `nodetool drain`, believed only when netstats says `Mode: DRAINED`: the command exits 0 when the
 * server failed to drain, and never returns on a node with a stalled compaction.
 */
export const drain: Step<'drain'> = {
  kind: 'drain',
  async isDone(context) {
    if (await isRestarted(context)) return true;
    if ((await processState(context)).kind === 'stopped') return true;
    const mode = await context.mode();
    return mode.kind === 'seen' && mode.value === 'DRAINED';
  },
  async run(params, context) {
    const startedAt = context.clock.now();
    const deadline = startedAt + params.timeoutMs;
    context.say('nodetool drain: flushing memtables');
    const result = await context.act('drain', context.nodetoolCall(['drain']), params.timeoutMs);
    let seen = await lastMode(context);
    while (seen !== 'DRAINED' && mayDrain(result, seen) && context.clock.now() < deadline) {
      context.say(`waiting for Mode: DRAINED, now ${seen}`);
      await context.clock.sleep(context.pollMs, context.signal);
      seen = await lastMode(context);
    }
    if (seen === 'DRAINED') return { kind: 'done', note: `Mode: DRAINED` };
    return await notDrained(params, context, seen, result);
  },
};

/** The connection to the command may be lost while the drain goes on. */
function mayDrain({ kind }: CommandResult, mode: string): boolean {
  return kind === 'exited' || (kind === 'unreachable' && mode !== 'NORMAL');
}

async function lastMode(context: NodeContext): Promise<string> {
  const mode = await context.mode();
  return mode.kind === 'seen' ? mode.value : `unknown (${mode.detail})`;
}

async function notDrained(
  params: StepParams['drain'],
  context: NodeContext,
  mode: string,
  result: CommandResult,
): Promise<StepOutcome> {
  const look = `look with \`${context.nodetoolLine(['netstats'])}\` and \`… compactionstats\``;
  const closed = (await isClosed(context))
    ? `, and it serves no clients: ${enableLine(context)}`
    : '';
  if (!wasTried(result, mode)) {
    // The fallback is for a drain that does not end, not for one that was never begun.
    return {
      kind: 'failed',
      reason: `no drain was seen to begin: ${describeResult(['nodetool', 'drain'], result)}`,
      nodeState: `mode ${mode} when last asked${closed}`,
      next: `${look}, mend the cause, then resume`,
      ...(tailOf(result) ? { tail: tailOf(result) } : {}),
    };
  }
  const reason = `drain did not reach DRAINED within ${params.timeoutMs / 1_000} s; netstats says Mode: ${mode}`;
  if (params.onTimeout === 'stop') {
    return {
      kind: 'fell-back',
      reason: `${reason}; going on to stop, as the playbook declares`,
    };
  }
  return {
    kind: 'failed',
    reason,
    nodeState: closed === '' ? stateIn(mode) : `the process runs in mode ${mode}${closed}`,
    next: `${look}; if it goes on, stop the process by hand: it is started again; then resume`,
  };
}

/** By quiesce, or by hand: only as long as peers reach it can it be opened again. */
async function isClosed(context: NodeContext): Promise<boolean> {
  const mode = await context.mode();
  if (mode.kind === 'seen' && mode.value !== 'NORMAL') return false;
  return (await clientsOf(context)).kind === 'closed';
}

function stateIn(mode: string): string {
  if (mode === 'NORMAL') return 'the process runs and serves as before, mode NORMAL';
  return `the process runs in mode ${mode}; gossip and CQL may be off already`;
}

function wasTried(result: CommandResult, mode: string): boolean {
  if (result.kind === 'timed-out' || mode.startsWith('DRAIN')) return true;
  return result.kind === 'exited' && result.code === 0;
}
