import { Option, type Command } from 'commander';
import type { Launch } from './launch.ts';
import type { PlaybookFormat } from './playbook-options.ts';

export function definePlaybook(program: Command, launch: Launch): void {
  const playbook = program
    .command('playbook')
    .description(
      'The recipes a roll can follow: what each does, holds back for, and cannot take back.',
    );
  playbook
    .command('list')
    .description('Name every shipped playbook, with what it does.')
    .addOption(formatOption(['text', 'json']))
    .action(async ({ format }: { readonly format: 'text' | 'json' }) => {
      await launch(async (ports) =>
        (await import('./playbook-run.ts')).listPlaybooks(format, ports),
      );
    });
  playbook
    .command('show')
    .description('Print a playbook as a runbook: steps, gates with limits, points of no return.')
    .argument('<playbook>', 'a shipped playbook or a file')
    .addOption(formatOption(['text', 'markdown', 'json']))
    .action(async (name: string, { format }: { readonly format: PlaybookFormat }) => {
      await launch(async (ports) =>
        (await import('./playbook-run.ts')).showPlaybook(name, format, ports),
      );
    });
}

function formatOption(choices: readonly PlaybookFormat[]): Option {
  return new Option('--format <format>', 'how to print').choices([...choices]).default('text');
}
