import type { Command } from 'commander';
import { nearestHint } from '../model/nearest-key.ts';
import { UsageError } from '../model/errors.ts';

/** `ringward help upgrade plan`, for every command that has others below it. */
export function defineHelp(command: Command): void {
  if (command.commands.length === 0) return;
  command
    .helpCommand(false)
    .command('help')
    .argument('[command...]')
    .description('Explain a command.')
    .action((names: readonly string[]) => {
      names.reduce((at, name) => childOf(at, name), command).help();
    });
}

/** Told before commander prints a help or a version that was asked for beside it. Throws UsageError. */
export function refuseUnknownCommand(program: Command, argv: readonly string[]): void {
  let at = program;
  for (const word of argv) {
    if (at.commands.length === 0) return;
    if (!word.startsWith('-')) at = childOf(at, word);
  }
}

function childOf(command: Command, name: string): Command {
  const children = command.commands;
  const child = children.find((each) => each.name() === name);
  if (child) return child;
  const names = children.map((each) => each.name());
  throw new UsageError(`unknown command '${name}'`, nearestHint(name, names));
}
