import type { StepOutcome } from '../model/step.ts';
import { describeResult, isRestarted, tailOf } from './process-state.ts';
import type { Step } from './step.ts';

interface CommandWords {
  /** For the live view: `installing 5.0.8`. */
  readonly doing: string;
  /** What the node is when the command failed. */
  readonly nodeState: string;
}

/** A step that is one command of the inventory, run on a stopped node and safe to repeat. */
export function commandStep<K extends 'install' | 'configure'>(
  kind: K,
  words: CommandWords,
): Step<K> {
  return {
    kind,
    isDone: isRestarted,
    async run(params, context) {
      const argv = context.node.commands[kind];
      if (!argv) return failure(words, `the inventory has no \`${kind}\` command`, '');
      context.say(words.doing);
      const result = await context.act(kind, argv, params.timeoutMs);
      if (result.kind === 'exited' && result.code === 0) return { kind: 'done' };
      return failure(words, describeResult(argv, result), tailOf(result));
    },
  };
}

function failure(words: CommandWords, reason: string, tail: string): StepOutcome {
  return {
    kind: 'failed',
    reason,
    nodeState: words.nodeState,
    next: 'mend the cause, then resume: the step is done again',
    ...(tail ? { tail } : {}),
  };
}

export const install = commandStep('install', {
  doing: 'putting the new version in place',
  nodeState: 'stopped, the version may be half in place',
});

export const configure = commandStep('configure', {
  doing: 'putting the configuration in place',
  nodeState: 'stopped, the new version is in place, the configuration may not be',
});
