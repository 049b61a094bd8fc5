import { Option, type Command } from 'commander';
import type { Launch } from './launch.ts';
import { durationOption, failOnOption, inventoryOption, viaOption } from './shared-options.ts';
import type { WatchOptions } from './watch-options.ts';

export function defineWatch(program: Command, launch: Launch): void {
  program
    .command('watch')
    .description(
      'Look on, and say when findings open, change and close. On a terminal a live view: ' +
        'a digit explains a finding, q ends. Touches nothing.',
    )
    .addOption(inventoryOption())
    .addOption(viaOption())
    .addOption(durationOption('--for <duration>', 'how long; default: until q or Ctrl-C'))
    .addOption(failOnOption())
    .addOption(
      new Option('--format <format>', 'how to print: without a terminal tty is plain lines')
        .choices(['tty', 'ndjson'])
        .default('tty'),
    )
    .action(async ({ for: forMs, ...flags }: WatchFlags) => {
      const options = { ...flags, ...(forMs === undefined ? {} : { forMs }) };
      await launch(async (ports) => (await import('./watch-run.ts')).runWatch(options, ports));
    });
}

type WatchFlags = Omit<WatchOptions, 'forMs'> & { readonly for?: number };
