import { Argument, type Command } from 'commander';
import { exitCodes } from '../model/outcome.ts';
import type { Launch } from './launch.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export function defineCompletion(program: Command, launch: Launch): void {
  program
    .command('completion')
    .description('Print a completion script: source <(ringward completion bash)')
    .addArgument(new Argument('<shell>').choices(shells))
    .action(async (shell: Shell) => {
      await launch((ports) => {
        ports.streams.out(completionScript(shell, toTree(program)));
        return Promise.resolve(exitCodes.ok);
      });
    });
}

interface CommandTree {
  /** `ringward upgrade plan` */
  readonly path: string;
  readonly words: readonly string[];
  /** Options that take a value, with all their spellings. No choices: a file, or anything. */
  readonly values: readonly OptionValues[];
}

interface OptionValues {
  readonly flags: readonly string[];
  readonly choices: readonly string[];
}

/** Every command with the words that may follow it: its sub-commands and long options. */
function toTree(command: Command, parent = ''): readonly CommandTree[] {
  const path = `${parent} ${command.name()}`.trim();
  const options = command.options.flatMap((option) => (option.long ? [option.long] : []));
  const children = command.commands.map((child) => child.name());
  const values = command.options
    .filter((option) => option.required || option.optional)
    .map(({ short, long, argChoices }) => ({
      flags: [short, long].filter((flag) => flag !== undefined),
      choices: argChoices ?? [],
    }));
  const here = { path, words: [...children, ...options, '--help'], values };
  return [here, ...command.commands.flatMap((child) => toTree(child, path))];
}

/** Pure: the same tree serves the three shells. */
export function completionScript(shell: Shell, tree: readonly CommandTree[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(tree);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(tree)}`;
    case 'fish':
      return fishScript(tree);
  }
}

function bashScript(tree: readonly CommandTree[]): string {
  const cases = tree.map(({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`);
  return `_ringward() {
  local path="ringward" word words="" before="" values
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    _ringward_values "$path" "$before"
    case "$word" in -*) ;; *) [ -n "$values" ] || path="$path $word" ;; esac
    before="$word"
  done
  _ringward_values "$path" "$before"
  if [ "$values" = file ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); return; fi
  if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "\${COMP_WORDS[COMP_CWORD]}")); return; fi
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  if [ -z "$words" ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
}
_ringward_values() {
  values=""
  case "$1 $2" in
${tree.flatMap(valueCases).join('\n')}
  esac
}
complete -o default -F _ringward ringward
`;
}

/** What may follow an option: its choices, else a file. */
function valueCases({ path, values }: CommandTree): readonly string[] {
  return values.map(({ flags, choices }) => {
    const patterns = flags.map((flag) => `"${path} ${flag}"`).join('|');
    return `    ${patterns}) values="${choices.join(' ') || 'file'}" ;;`;
  });
}

function fishScript(tree: readonly CommandTree[]): string {
  const lines = tree.flatMap(({ path, words, values }) => {
    const seen = path.split(' ').slice(1);
    const condition =
      seen.length === 0
        ? '__fish_use_subcommand'
        : `__fish_seen_subcommand_from ${seen.at(-1) ?? ''}`;
    return words.map((word) =>
      word.startsWith('--')
        ? `complete -c ringward -n '${condition}' -l ${word.slice(2)}${fishValue(word, values)}`
        : `complete -c ringward -f -n '${condition}' -a ${word}`,
    );
  });
  return `${lines.join('\n')}\n`;
}

function fishValue(word: string, values: readonly OptionValues[]): string {
  const value = values.find(({ flags }) => flags.includes(word));
  if (!value) return '';
  return value.choices.length > 0 ? ` -x -a '${value.choices.join(' ')}'` : ' -r';
}
