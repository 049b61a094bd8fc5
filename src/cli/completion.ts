import { Argument, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { Launch } from './launch.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

function toShell(text: string): Shell {
  const shell = shells.find((each) => each === text);
  if (shell) return shell;
  throw new UsageError(
    `there is no completion for \`${text}\``,
    `there is for: ${shells.join(', ')}`,
  );
}

export function defineCompletion(program: Command, launch: Launch): void {
  program
    .command('completion')
    .description('Print a completion script: source <(ringward completion bash)')
    .addArgument(new Argument('<shell>').choices(shells).argParser(toShell))
    .action(async (shell: Shell) => {
      await launch(async (ports) =>
        (await import('./completion-run.ts')).runCompletion(shell, program, ports),
      );
    });
}
