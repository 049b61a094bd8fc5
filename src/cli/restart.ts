import type { Command } from 'commander';
import type { Launch } from './launch.ts';
import {
  acceptOptions,
  curesOption,
  junitOption,
  onlyOption,
  parallelOption,
  rollFormatOption,
  takeOverLockOption,
  yesOption,
  type RestartOptions,
} from './roll-options.ts';
import { inventoryOption, viaOption, stateDirOption } from './shared-options.ts';

export function defineRestart(program: Command, launch: Launch): void {
  const restart = program
    .command('restart')
    .description(
      'Roll a restart through the cluster: gates, drain, stop, start, gates, node by node or in waves.',
    )
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(stateDirOption())
    .addOption(rollFormatOption())
    .addOption(junitOption())
    .addOption(yesOption())
    .addOption(takeOverLockOption())
    .addOption(curesOption('this restart is meant to cure'))
    .addOption(onlyOption())
    .addOption(parallelOption())
    .action(async (flags: RestartOptions) => {
      await launch(async (ports) => (await import('./restart-run.ts')).runRestart(flags, ports));
    });
  for (const option of acceptOptions('go on although keyspace=NAME loses a level')) {
    restart.addOption(option);
  }
}
