import type { Plan } from './plan.ts';
import { shLine } from './sh-quote.ts';

/** What the operator gave to the command under way, as it was typed; what comes next needs it too. */
export interface GivenOptions {
  readonly inventory?: string | undefined;
  readonly stateDir?: string | undefined;
}

/** A command of Ringward to type next: the same inventory, the same state folder, ready to paste. */
export function nextCommand(words: readonly string[], given: GivenOptions): string {
  const { inventory, stateDir } = given;
  return shLine([
    ...['ringward', ...words],
    ...(inventory === undefined ? [] : ['--inventory', inventory]),
    ...(stateDir === undefined ? [] : ['--state-dir', stateDir]),
  ]);
}

/** The shipped playbook that `ringward restart` carries out, without a plan file. */
export const restartPlaybook = 'rolling-restart';

/** What a run tells its operator to type. */
export interface NextCommands {
  resume(runId: string): string;
  approve(name: string, runId: string): string;
  /** Makes a plan like this one anew. */
  readonly plan: (like: Pick<Plan, 'playbook' | 'playbookFile' | 'toVersion'>) => string;
  /** Begins another run of the kind of this one; `planFile` holds its plan. */
  again(plan: Pick<Plan, 'playbook'>, planFile: string): string;
  /** Begins the first run of a cluster. */
  readonly begin: string;
  readonly status: string;
  readonly health: string;
}

export function nextCommands(given: GivenOptions): NextCommands {
  const { inventory } = given;
  return {
    resume: (runId) => nextCommand(['upgrade', 'resume', runId], given),
    approve: (name, runId) => nextCommand(['upgrade', 'approve', name, runId], given),
    plan: ({ playbook, playbookFile, toVersion }) => {
      const to = toVersion === undefined ? [] : ['--to', toVersion];
      return nextCommand(['upgrade', 'plan', '--playbook', playbookFile ?? playbook, ...to], {
        inventory,
      });
    },
    again: ({ playbook }, planFile) =>
      nextCommand(playbook === restartPlaybook ? ['restart'] : ['upgrade', 'run', planFile], given),
    begin: [
      nextCommand(['upgrade', 'run', 'plan.json'], given),
      nextCommand(['restart'], given),
    ].join(', or '),
    status: nextCommand(['upgrade', 'status'], given),
    health: nextCommand(['health', '--for', '90s'], given),
  };
}
