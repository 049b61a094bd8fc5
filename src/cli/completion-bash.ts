import type { CommandTree, Place } from './completion-tree.ts';

/**
 * For bash, and for zsh with its bashcompinit, where `path` and `words` are taken. Bash cuts words at
 * `@`, `=` and `:` and puts a reply behind the last of them; zsh does neither, and wants the $ in an offset.
 */
export function bashScript(tree: readonly CommandTree[]): string {
  return `${engine}_ringward_known() {
  known=""
  case "$1" in
${tree.map(knownCase).join('\n')}
  esac
}
_ringward_place() {
  more="" values="" real=""
  case "$1" in
${tree.flatMap(placeCases).join('\n')}
  esac
}
complete -o default -F _ringward ringward
`;
}

const engine = `_ringward() {
  local at=ringward flag="" cur="" head="" word argument=1 first="" state="" dir="" known="" values="" real="" more=""
  for word in "\${COMP_WORDS[@]:1:$COMP_CWORD}"; do
    case "\${cur: -1}\${word:+x}\${word:0:1}" in
      ?x[@=:]|[@=:]x?) cur="$cur$word"; continue ;;
    esac
    [ -z "$cur" ] || _ringward_take
    cur="$word"
  done
  if [ -z "$flag" ] && [[ "$cur" == --*=* ]]; then
    flag="\${cur%%=*}" head="\${cur%%=*}=" cur="\${cur#*=}"
  fi
  _ringward_offer
  COMPREPLY=($(compgen -P "$head" -W "$values" -- "$cur"))
  if [ "$more" = file ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$head$word"); done < <(compgen -f -- "$cur")
  fi
  if [ "$more" = nodes ] && [[ "$cur" != *@* ]]; then compopt -o nospace 2>/dev/null; fi
  # Nothing else is meant: no files either.
  case "$more" in words|lab-nodes|faults) compopt +o default 2>/dev/null ;; esac
  word="$head$cur"
  if [ -n "$BASH_VERSION" ]; then COMPREPLY=("\${COMPREPLY[@]#"\${word%"\${word##*[@=:]}"}"}"); fi
}
# A word that is complete: a value, an option, a command or an argument.
_ringward_take() {
  if [ -n "$flag" ]; then
    case "$flag" in
      --state-dir) state="$cur" ;;
      --dir) dir="$cur" ;;
    esac
    flag=""
    return
  fi
  case "$cur" in
    --state-dir=*) state="\${cur#*=}" ;;
    --dir=*) dir="\${cur#*=}" ;;
    --*=*) ;;
    -*) _ringward_place "$at $cur"; [ -z "$more" ] || flag="$cur" ;;
    *)
      _ringward_known "$at $cur"
      if [ -n "$known" ]; then at="$at $cur"; return; fi
      [ "$argument" != 1 ] || first="$cur"
      argument=$((argument + 1)) ;;
  esac
}
# The folder of the lab: that of --dir, this one, or the usual one.
_ringward_lab() {
  dir="\${dir/#\\~/$HOME}"
  [ -z "$dir" ] || return
  dir="\${XDG_STATE_HOME:-$HOME/.local/state}/ringward/lab"
  if [ -e ringward.yaml ] && { [ -e lab.json ] || [ -e cluster.json ]; }; then dir=.; fi
}
# What may stand where the cursor is.
_ringward_offer() {
  more="" values=""
  if [ -n "$flag" ]; then
    _ringward_place "$at $flag"
  elif [[ "$cur" != -* ]]; then
    _ringward_place "$at $argument"
  fi
  if [ -z "$more" ]; then _ringward_known "$at"; values="$known"; fi
  _ringward_lab
  case "$more" in
    list|nodes) head="$head\${cur%"\${cur##*,}"}" cur="\${cur##*,}" ;;
    lab-nodes) values="$(awk '/^nodes:/ { on = 1 } on && /^ *-/ { print "node" ++n }' "$dir/ringward.yaml" 2>/dev/null)" ;;
    faults)
      if [ -e "$dir/lab.json" ]; then values="$real"
      elif [ ! -e "$dir/cluster.json" ]; then values="$real $values"; fi ;;
    runs) values="$(find "\${state:-\${XDG_STATE_HOME:-$HOME/.local/state}/ringward}" -mindepth 3 -maxdepth 3 -path '*/runs/*' 2>/dev/null | sed 's|.*/||')" ;;
  esac
  case "$more $cur" in
    "nodes "*@*) values="$(sed -n "s|^ *\\"address\\": \\"\\([^\\"]*\\)\\".*|\${cur%%@*}@\\1|p" "$first" 2>/dev/null)" ;;
  esac
}
`;

function knownCase({ path, children, options }: CommandTree): string {
  return `    "${path}") known="${[...children, ...options].join(' ')}" ;;`;
}

function placeCases({ path, values, args }: CommandTree): readonly string[] {
  const places = [
    ...values.map(({ flags, place }) => ({ at: flags, place })),
    ...args.map((place, i) => ({ at: [String(i + 1)], place })),
  ];
  return places.map(({ at, place }) => {
    const { words, more, real = [], byFirst } = place;
    const patterns = at.map((one) => `"${path} ${one}"`).join('|');
    const others = real.length > 0 ? ` real="${real.join(' ')}"` : '';
    const values = byFirst ? firstCase(byFirst) : ` values="${words.join(' ')}"`;
    return `    ${patterns}) more=${more}${values}${others} ;;`;
  });
}

function firstCase(byFirst: NonNullable<Place['byFirst']>): string {
  const cases = Object.entries(byFirst)
    .filter(([, words]) => words.length > 0)
    .map(([first, words]) => `${first}) values="${words.join(' ')}" ;;`);
  return `; case "$first" in ${cases.join(' ')} esac`;
}
