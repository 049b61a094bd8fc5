import { Option, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import { fromExcludes } from './from-excludes.ts';
import { healthFormats, type HealthOptions } from './health-options.ts';
import type { Launch } from './launch.ts';
import {
  durationOption,
  failOnOption,
  fromOption,
  inventoryOption,
  stateDirOption,
  viaOption,
} from './shared-options.ts';
import type { InventoryFlags } from './load-inventory.ts';

export function defineHealth(program: Command, launch: Launch): void {
  program
    .command('health')
    .description('Look at every node and say what is wrong, why, and what to type next.')
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(fromOption())
    .addOption(stateDirOption())
    .addOption(
      durationOption(
        '--for <duration>',
        'look again and again for this long (90s tells a stall, 200s an idle backlog); ' +
          'default: one look, or the whole of a recording',
      ),
    )
    .addOption(
      durationOption(
        '--deadline <duration>',
        'end of the whole: give up on what has not answered by then; longer than --for',
      ),
    )
    .addOption(failOnOption())
    .addOption(
      new Option('--format <format>', 'how to print').choices([...healthFormats]).default('tty'),
    )
    .action(async (flags: HealthFlags) => {
      await launch(async (ports) =>
        (await import('./health-run.ts')).runHealth(toOptions(flags), ports),
      );
    });
}

interface HealthFlags extends InventoryFlags {
  readonly stateDir?: string;
  readonly from?: string;
  readonly for?: number;
  readonly deadline?: number;
  readonly failOn: Severity;
  readonly format: HealthOptions['format'];
}

function toOptions(flags: HealthFlags): HealthOptions {
  const { inventory, via, stateDir, from, for: forMs, deadline, failOn, format } = flags;
  fromExcludes(from, { '--deadline': deadline, '--state-dir': stateDir, '--via': via });
  checkDeadline(flags);
  return {
    failOn,
    format,
    ...(forMs === undefined ? {} : { forMs }),
    ...(inventory === undefined ? {} : { inventory }),
    ...(via === undefined ? {} : { via }),
    ...(stateDir === undefined ? {} : { stateDir }),
    ...(from === undefined ? {} : { from }),
    ...(deadline === undefined ? {} : { deadlineMs: deadline }),
  };
}

function checkDeadline({ for: forMs = 0, deadline }: HealthFlags): void {
  if (deadline === undefined) return;
  if (deadline === 0) {
    throw new UsageError('--deadline 0s leaves no time to ask anybody', 'write --deadline 30s');
  }
  // The last look begins when --for is over: it could not be asked any more.
  if (forMs > 0 && deadline <= forMs) {
    throw new UsageError(
      '--deadline must be longer than --for',
      'leave time for the last look, for instance: --for 90s --deadline 3m',
    );
  }
}
