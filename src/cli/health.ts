import { Option, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
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
        'look again and again for this long (90s tells a stall, 200s an idle backlog)',
      ).default(0, 'one look'),
    )
    .addOption(
      durationOption(
        '--deadline <duration>',
        'end of the whole: give up on what has not answered by then; longer than --for',
      ),
    )
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
  // The last look begins when --for is over: it could not be asked any more.
  if (flags.for > 0 && flags.deadline !== undefined && flags.deadline <= flags.for) {
    throw new UsageError(
      '--deadline must be longer than --for',
      'leave time for the last look, for instance: --for 90s --deadline 3m',
    );
  }
  return {
    forMs: flags.for,
    failOn: flags.failOn,
    format: flags.format,
    ...(flags.inventory === undefined ? {} : { inventory: flags.inventory }),
    ...(flags.deadline === undefined ? {} : { deadlineMs: flags.deadline }),
  };
}
