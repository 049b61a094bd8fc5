import type { NodeCommands } from '../model/inventory.ts';
import type { StepOutcome } from '../model/step.ts';
import { describeResult, isRestarted, tailOf } from './process-state.ts';
import type { Step } from './step.ts';

interface CommandWords {
  /** Its name in the inventory. */
  readonly command: keyof NodeCommands;
  /** For the live view: `installing 5.0.8`. */
  readonly doing: string;
  /** What the node is when the command failed. */
  readonly nodeState: string;
}

/** A step that is one command of the inventory, run on a stopped node and safe to repeat. */
export function commandStep<
  K extends 'install' | 'configure' | 'clear-compaction-history' | 'storage-compatibility',
>(kind: K, words: CommandWords): Step<K> {
  return {
    kind,
    isDone: isRestarted,
    async run(params, context) {
      const argv = context.node.commands[words.command];
      if (!argv) return failure(words, `the inventory has no \`${words.command}\` command`, '');
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
  command: 'install',
  doing: 'putting the new version in place',
  nodeState: 'stopped, the version may be half in place',
});

export const configure = commandStep('configure', {
  command: 'configure',
  doing: 'putting the configuration in place',
  nodeState: 'stopped, the new version is in place, the configuration may not be',
});

export const clearCompactionHistory = commandStep('clear-compaction-history', {
  command: 'clearCompactionHistory',
  doing: 'removing the SSTables of system.compaction_history',
  nodeState: 'stopped, SSTables of system.compaction_history may be left',
});

export const storageCompatibility = commandStep('storage-compatibility', {
  command: 'storageCompatibility',
  doing: 'setting storage_compatibility_mode',
  nodeState: 'stopped, storage_compatibility_mode may be set or not',
});
