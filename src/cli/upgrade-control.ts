import type { Command } from 'commander';
import type { Launch } from './launch.ts';
import { inventoryOption, stateDirOption } from './shared-options.ts';
import { withRun } from './roll-options.ts';
import type { ApproveOptions, ControlOptions } from './upgrade-options.ts';

/** What an operator tells a run from another terminal, or between two parts of it. */
export function defineControl(upgrade: Command, launch: Launch): void {
  upgrade
    .command('pause')
    .description('Let a run stop before it begins the next node (its exit code: 7).')
    .argument('[run]', 'run id (default: the newest)')
    .addOption(inventoryOption())
    .addOption(stateDirOption())
    .action(async (run: string | undefined, flags: Omit<ControlOptions, 'run'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-control-run.ts')).runPause(withRun(run, flags), ports),
      );
    });
  upgrade
    .command('approve')
    .description('Let a run pass a point where its plan wants an operator to have looked.')
    .argument('<point>', 'as the plan names it: canary, dc:NAME, or an irreversible step')
    .argument('[run]', 'run id (default: the newest)')
    .addOption(inventoryOption())
    .addOption(stateDirOption())
    .action(
      async (point: string, run: string | undefined, flags: Omit<ApproveOptions, 'point'>) => {
        await launch(async (ports) =>
          (await import('./upgrade-control-run.ts')).runApprove(
            { ...withRun(run, flags), point },
            ports,
          ),
        );
      },
    );
  upgrade
    .command('abort')
    .description(
      'End a run for good before it begins the next node. Nodes that are done stay done.',
    )
    .argument('[run]', 'run id (default: the newest)')
    .addOption(inventoryOption())
    .addOption(stateDirOption())
    .action(async (run: string | undefined, flags: Omit<ControlOptions, 'run'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-control-run.ts')).runAbort(withRun(run, flags), ports),
      );
    });
}
