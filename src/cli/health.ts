import { Option, type Command } from 'commander';
import type { Severity } from '../model/finding.ts';
import { healthFormats, type HealthOptions } from './health-options.ts';
import type { Launch } from './launch.ts';
import { durationOption, inventoryOption } from './shared-options.ts';

export function defineHealth(program: Command, launch: Launch): void {
  program
    .command('health')
    .description('Look at every node and say what is wrong, why, and what to type next.')
    .addOption(inventoryOption())
    .addOption(
      durationOption(
        '--for <duration>',
        'look again and again for this long (stalls need 60s)',
      ).default(0, 'one look'),
    )
    .addOption(durationOption('--deadline <duration>', 'give up on what has not answered by then'))
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 at findings of this severity or worse')
        .choices(['info', 'warning', 'critical'])
        .default('warning'),
    )
    .addOption(
      new Option('--format <format>', 'how to print').choices([...healthFormats]).default('tty'),
    )
    .action(async (flags: HealthFlags) => {
      await launch(async (ports) =>
        (await import('./health-run.ts')).runHealth(toOptions(flags), ports),
      );
    });
}

interface HealthFlags {
  readonly inventory?: string;
  readonly for: number;
  readonly deadline?: number;
  readonly failOn: Severity;
  readonly format: HealthOptions['format'];
}

function toOptions(flags: HealthFlags): HealthOptions {
  return {
    forMs: flags.for,
    failOn: flags.failOn,
    format: flags.format,
    ...(flags.inventory === undefined ? {} : { inventory: flags.inventory }),
    ...(flags.deadline === undefined ? {} : { deadlineMs: flags.deadline }),
  };
}
