/**
 * `-Dkey=secret`, as in `Picked up JAVA_TOOL_OPTIONS: ...`, and `-pw secret`: sudo and scripts repeat the
 * command that they refuse.
 */
export function masked(text: string): string {
  return text
    .replace(/(-D[\w.-]+=)(?:"[^"\n]*"|'[^'\n]*'|[^\s\0"]+)/g, '$1***')
    .replace(/((?<![\w-])(?:-pw|--password)(?:=|[',"]*\s+))(?:"[^"\n]*"|'[^'\n]*'|\S+)/g, '$1***');
}
