import type { Command } from 'commander';
import type { Launch } from './launch.ts';
import type { RecordOptions } from './record-options.ts';
import { durationOption, inventoryOption } from './shared-options.ts';

export function defineRecord(program: Command, launch: Launch): void {
  program
    .command('record')
    .description(
      'Keep every answer of every node, with its time, in a folder: health and upgrade rehearse read it ' +
        'with --from. Touches nothing.',
    )
    .argument('<dir>', 'a new folder for the recording')
    .addOption(inventoryOption())
    .addOption(
      durationOption(
        '--for <duration>',
        'look again and again for this long; 0s: one look',
      ).default(60_000, '60s'),
    )
    .action(async (dir: string, flags: Omit<RecordOptions, 'dir'>) => {
      await launch(async (ports) =>
        (await import('./record-run.ts')).runRecord({ ...flags, dir }, ports),
      );
    });
}
