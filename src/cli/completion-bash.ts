import type { CommandTree } from './completion-tree.ts';

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
  more="" values=""
  case "$1" in
${tree.flatMap(placeCases).join('\n')}
  esac
}
complete -o default -F _ringward ringward
`;
}

const engine = `_ringward() {
  local at=ringward flag="" cur="" head="" word argument=1 plan="" state="" known="" values="" more=""
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
  word="$head$cur"
  if [ -n "$BASH_VERSION" ]; then COMPREPLY=("\${COMPREPLY[@]#"\${word%"\${word##*[@=:]}"}"}"); fi
}
# A word that is complete: a value, an option, a command or an argument.
_ringward_take() {
  if [ -n "$flag" ]; then
    [ "$flag" != --state-dir ] || state="$cur"
    flag=""
    return
  fi
  case "$cur" in
    --state-dir=*) state="\${cur#*=}" ;;
    --*=*) ;;
    -*) _ringward_place "$at $cur"; [ -z "$more" ] || flag="$cur" ;;
    *)
      _ringward_known "$at $cur"
      if [ -n "$known" ]; then at="$at $cur"; return; fi
      [ "$argument" != 1 ] || plan="$cur"
      argument=$((argument + 1)) ;;
  esac
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
  case "$more" in
    list|nodes) head="$head\${cur%"\${cur##*,}"}" cur="\${cur##*,}" ;;
    runs) values="$(find "\${state:-\${XDG_STATE_HOME:-$HOME/.local/state}/ringward}" -mindepth 3 -maxdepth 3 -path '*/runs/*' 2>/dev/null | sed 's|.*/||')" ;;
  esac
  case "$more $cur" in
    "nodes "*@*) values="$(sed -n "s|^ *\\"address\\": \\"\\([^\\"]*\\)\\".*|\${cur%%@*}@\\1|p" "$plan" 2>/dev/null)" ;;
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
  return places.map(({ at, place: { words, more } }) => {
    const patterns = at.map((one) => `"${path} ${one}"`).join('|');
    return `    ${patterns}) more=${more} values="${words.join(' ')}" ;;`;
  });
}
