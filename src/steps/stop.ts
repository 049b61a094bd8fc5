import { describeResult, isRestarted, processState, tailOf } from './process-state.ts';
import type { NodeContext, Step } from './step.ts';
import type { StepOutcome } from '../model/step.ts';

/** Stops the process with the inventory's command and believes it only when the process is gone. */
export const stop: Step<'stop'> = {
  kind: 'stop',
  async isDone(context) {
    if ((await processState(context)).kind === 'stopped') return true;
    return isRestarted(context);
  },
  async run(params, context) {
    const argv = context.node.commands.stop;
    if (!argv) return await failed(context, 'the inventory has no `stop` command', '');
    const deadline = context.clock.now() + params.timeoutMs;
    context.say('stopping the process');
    const result = await context.act('stop', argv, params.timeoutMs);
    let state = await processState(context);
    while (state.kind !== 'stopped' && context.clock.now() < deadline) {
      context.say(`waiting for the process to end`);
      await context.clock.sleep(context.pollMs, context.signal);
      state = await processState(context);
    }
    if (state.kind === 'stopped') return { kind: 'done' };
    const seen = state.kind === 'unknown' ? `; ${state.seen}` : '';
    return await failed(
      context,
      `the process is not known to have ended: ${describeResult(argv, result)}${seen}`,
      tailOf(result),
    );
  },
};

async function failed(context: NodeContext, reason: string, tail: string): Promise<StepOutcome> {
  const mode = await context.mode();
  const { address } = context.node;
  return {
    kind: 'failed',
    reason,
    nodeState:
      mode.kind === 'seen'
        ? `the process runs in mode ${mode.value}`
        : `perhaps down, it did not say its mode (${mode.detail})`,
    next: `look at the process on ${address}, end it by hand if it hangs, then resume`,
    ...(tail ? { tail } : {}),
  };
}
