import type { CommandTree, Place } from './completion-tree.ts';

export function fishScript(tree: readonly CommandTree[]): string {
  return `${labFolder}${tree.flatMap(linesOf).join('\n')}\n`;
}

/** Of `--dir`, this one, or the usual one. */
const labFolder = `function __ringward_lab
  set -l words (commandline -opc)
  set -l at (contains -i -- --dir $words)
  if test -n "$at"; and test $at -lt (count $words)
    echo $words[(math $at + 1)]
  else if string match -q -- '--dir=*' $words
    string replace -rf -- '^--dir=' '' $words
  else if test -e ringward.yaml; and test -e lab.json -o -e cluster.json
    echo .
  else if set -q XDG_STATE_HOME
    echo $XDG_STATE_HOME/ringward/lab
  else
    echo $HOME/.local/state/ringward/lab
  end
end
`;

function linesOf({ path, children, options, values, args }: CommandTree): readonly string[] {
  const seen = path.split(' ').slice(1);
  const isHere = [
    ...seen.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(children.length > 0 ? [`not __fish_seen_subcommand_from ${children.join(' ')}`] : []),
  ].join('; and ');
  const on = (condition: string) => `complete -c ringward -n '${condition}'`;
  const start = on(isHere);
  const argument = (place: Place) => offer(place).replace(/^-x /, '');
  return [
    ...children.map((word) => `${start} -f -a ${word}`),
    ...options.map((word) => {
      const value = values.find(({ flags }) => flags.includes(word));
      return `${start} -l ${word.slice(2)}${value ? ` ${offer(value.place)}` : ''}`;
    }),
    // Fish does not count arguments: what may stand at any place is offered at all of them.
    ...args
      .filter(({ words, more }) => words.length > 0 || more === 'runs' || more === 'lab-nodes')
      .map((place) => {
        const isFirst = args.some(({ byFirst }) => byFirst) ? unlessSeen(place.words) : '';
        return `${on(isHere + isFirst)} -f ${argument(place)}`;
      }),
    ...args.flatMap(({ more, byFirst = {} }) =>
      Object.entries(byFirst)
        .filter(([, words]) => words.length > 0)
        .map(([first, words]) => {
          const seenFirst = `${isHere}; and __fish_seen_subcommand_from ${first}${unlessSeen(words)}`;
          return `${on(seenFirst)} -f ${argument({ words, more })}`;
        }),
    ),
  ];
}

function unlessSeen(words: readonly string[]): string {
  return `; and not __fish_seen_subcommand_from ${words.join(' ')}`;
}

/** An option's value: required, and without files unless they may be meant. */
function offer({ words, more, real = [] }: Place): string {
  switch (more) {
    case 'words':
      return `-x -a '${words.join(' ')}'`;
    case 'file':
      return words.length > 0 ? `-r -F -a '${words.join(' ')}'` : '-r';
    case 'list':
    case 'nodes':
      return `-x -a '(__fish_append , ${words.join(' ')})'`;
    case 'faults':
      return `-x -a '${[...new Set([...real, ...words])].join(' ')}'`;
    case 'lab-nodes':
      return `-x -a '(awk "/^nodes:/ { on = 1 } on && /^ *-/ { print \\"node\\" ++n }" (__ringward_lab)/ringward.yaml 2>/dev/null)'`;
    case 'runs':
      return `-x -a '(find (set -q XDG_STATE_HOME; and echo $XDG_STATE_HOME; or echo $HOME/.local/state)/ringward -mindepth 3 -maxdepth 3 -path "*/runs/*" 2>/dev/null | string replace -r ".*/" "")'`;
  }
}
