import type { DiffLine } from '../model/diff-line.ts';
import { printable } from '../model/printable.ts';

const marks = { same: ' ', gone: '-', new: '+' } as const;
/** Lines of the file around each change. */
const around = 3;

/** A unified diff of the cassandra.yaml of one node; what may be a password is not shown. */
export function yamlDiffText(
  { node, path }: { readonly node: string; readonly path: string },
  lines: readonly DiffLine[],
): readonly string[] {
  if (lines.every(({ kind }) => kind === 'same')) {
    return [`${node}: ${path} stays as it is`].map(printable);
  }
  const isNear = (index: number) =>
    lines
      .slice(Math.max(0, index - around), index + around + 1)
      .some(({ kind }) => kind !== 'same');
  const safe = hidden(lines);
  const shown = safe.map((line, index) => ({ line, index })).filter(({ index }) => isNear(index));
  const body = shown.flatMap(({ line, index }, place) => [
    ...(shown[place - 1]?.index === index - 1 ? [] : [headOf(lines, shown, place)]),
    `${marks[line.kind]}${line.text}`,
  ]);
  return [`--- ${node}:${path}`, `+++ ${node}:${path} as it must be`, ...body].map(printable);
}

/** `@@ -12,7 +12,6 @@` of the piece that begins at this place. */
function headOf(
  lines: readonly DiffLine[],
  shown: readonly { readonly index: number }[],
  place: number,
): string {
  const from = shown[place]?.index ?? 0;
  let to = from;
  for (let next = place; shown[next]?.index === to; next += 1) to += 1;
  const side = (other: DiffLine['kind']) => {
    const isOn = ({ kind }: DiffLine) => kind !== other;
    const count = lines.slice(from, to).filter(isOn).length;
    return `${lines.slice(0, from).filter(isOn).length + 1},${count}`;
  };
  return `@@ -${side('new')} +${side('gone')} @@`;
}

/**
 * `keystore_password: x` and all that follows on its line: what ends a value depends on how it is written, and
 * nobody needs the rest.
 */
function withoutSecret(text: string): string {
  return text.replace(new RegExp(`(${secretKey}["']?\\s*:\\s*)\\S.*`, 'i'), '$1***');
}

const secretKey = '[\\w.-]*(?:password|passwd|secret|passphrase|private_key)[\\w.-]*';

/** A value that goes on below its key, `|` or `>` or indented, is as secret as one beside it. */
function hidden(lines: readonly DiffLine[]): readonly DiffLine[] {
  const key = new RegExp(`^(\\s*)(?:- )?["']?${secretKey}["']?\\s*:`, 'i');
  let indent: number | undefined;
  return lines.map((line) => {
    const own = line.text.search(/\S/);
    if (indent !== undefined && (own < 0 || own > indent)) {
      return own < 0 ? line : { ...line, text: `${' '.repeat(own)}***` };
    }
    indent = key.exec(line.text)?.[1]?.length;
    return { ...line, text: withoutSecret(line.text) };
  });
}
