import { Option, type Command } from 'commander';
import type { Launch } from './launch.ts';
import { inventoryOption, stateDirOption } from './shared-options.ts';
import { withRun } from './roll-options.ts';
import type { ApproveOptions, ControlOptions, RollbackOptions } from './upgrade-options.ts';

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
  defineRollback(upgrade, launch);
}

function defineRollback(upgrade: Command, launch: Launch): void {
  upgrade
    .command('rollback')
    .description(
      'Write the plan that puts the node which a run left part-way back on the release it came from. Touches nothing.',
    )
    .argument('[run]', 'run id (default: the newest)')
    .option('--all', 'the nodes that are done as well, the newest first')
    .option(
      '--out <file>',
      'where to write the plan; one that is there is replaced',
      'rollback.json',
    )
    .option('--force', 'write over a file that is no plan')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['tty', 'json', 'markdown'])
        .default('tty'),
    )
    .addOption(inventoryOption())
    .addOption(stateDirOption())
    .action(async (run: string | undefined, flags: Omit<RollbackOptions, 'run'>) => {
      await launch(async (ports) =>
        (await import('./upgrade-rollback-run.ts')).runRollback(withRun(run, flags), ports),
      );
    });
}
