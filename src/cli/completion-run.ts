import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { commandTree } from './completion-tree.ts';

const scripts = {
  bash: bashScript,
  zsh: (tree: Parameters<typeof bashScript>[0]) =>
    `autoload -U +X bashcompinit && bashcompinit\n${bashScript(tree)}`,
  fish: fishScript,
};

export async function runCompletion(
  shell: keyof typeof scripts,
  program: Command,
  ports: Ports,
): Promise<ExitCode> {
  ports.streams.out(scripts[shell](await commandTree(program, ports)));
  return exitCodes.ok;
}
