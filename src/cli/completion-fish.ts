import type { CommandTree, Place } from './completion-tree.ts';

export function fishScript(tree: readonly CommandTree[]): string {
  return `${tree.flatMap(linesOf).join('\n')}\n`;
}

function linesOf({ path, children, options, values, args }: CommandTree): readonly string[] {
  const seen = path.split(' ').slice(1);
  const isHere = [
    ...seen.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(children.length > 0 ? [`not __fish_seen_subcommand_from ${children.join(' ')}`] : []),
  ].join('; and ');
  const start = `complete -c ringward -n '${isHere}'`;
  return [
    ...children.map((word) => `${start} -f -a ${word}`),
    ...options.map((word) => {
      const value = values.find(({ flags }) => flags.includes(word));
      return `${start} -l ${word.slice(2)}${value ? ` ${offer(value.place)}` : ''}`;
    }),
    // Fish does not count arguments: what may stand at any place is offered at all of them.
    ...args
      .filter(({ words, more }) => words.length > 0 || more === 'runs')
      .map((place) => `${start} -f ${offer(place).replace(/^-x /, '')}`),
  ];
}

/** An option's value: required, and without files unless they may be meant. */
function offer({ words, more }: Place): string {
  switch (more) {
    case 'words':
      return `-x -a '${words.join(' ')}'`;
    case 'file':
      return words.length > 0 ? `-r -F -a '${words.join(' ')}'` : '-r';
    case 'list':
    case 'nodes':
      return `-x -a '(__fish_append , ${words.join(' ')})'`;
    case 'runs':
      return `-x -a '(find (set -q XDG_STATE_HOME; and echo $XDG_STATE_HOME; or echo $HOME/.local/state)/ringward -mindepth 3 -maxdepth 3 -path "*/runs/*" 2>/dev/null | string replace -r ".*/" "")'`;
  }
}
