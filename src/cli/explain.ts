import { Option, type Command } from 'commander';
import type { ExplainOptions } from './explain-options.ts';
import type { Launch } from './launch.ts';

export function defineExplain(program: Command, launch: Launch): void {
  program
    .command('explain')
    .description(
      'Say what a finding of health means, what causes it and what helps. Without a name: what can be found.',
    )
    .argument('[finding]', 'a detector, such as stalled-compaction, or a state, such as STUCK')
    .argument('[state]', 'the part about this state of the detector')
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['tty', 'json', 'markdown'])
        .default('tty'),
    )
    .action(
      async (
        finding: string | undefined,
        state: string | undefined,
        { format }: Pick<ExplainOptions, 'format'>,
      ) => {
        await launch(async (ports) =>
          (await import('./explain-run.ts')).runExplain({ finding, state, format }, ports),
        );
      },
    );
}
