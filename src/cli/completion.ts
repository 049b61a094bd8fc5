import { Argument, type Command } from 'commander';
import type { Launch } from './launch.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export function defineCompletion(program: Command, launch: Launch): void {
  program
    .command('completion')
    .description('Print a completion script: source <(ringward completion bash)')
    .addArgument(new Argument('<shell>').choices(shells))
    .action(async (shell: Shell) => {
      await launch(async (ports) =>
        (await import('./completion-run.ts')).runCompletion(shell, program, ports),
      );
    });
}
