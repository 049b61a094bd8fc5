/** What can be written: plain data only. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/**
 * A map or list as YAML text in block style, ending in a line end. It reads back the same with a
 * YAML 1.2 reader and with a 1.1 reader (Cassandra's SnakeYAML): a string that is not a plain word
 * is written in double quotes, so `no`, `5.0`, `0o17`, `12:30` and `a: b` stay strings.
 * Keys with an undefined value are left out.
 */
export function yamlText(value: YamlValue): string {
  return `${blockLines(value).join('\n')}\n`;
}

function blockLines(value: YamlValue): readonly string[] {
  if (isList(value)) return value.length === 0 ? ['[]'] : value.flatMap(itemLines);
  if (typeof value !== 'object' || value === null) return [scalarText(value)];
  const entries = Object.entries(value).filter(isDefined);
  return entries.length === 0 ? ['{}'] : entries.flatMap(entryLines);
}

function itemLines(item: YamlValue): readonly string[] {
  const [first = '', ...rest] = blockLines(item);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

function entryLines([key, value]: readonly [string, YamlValue]): readonly string[] {
  const lines = blockLines(value);
  const [first = ''] = lines;
  if (isInline(value)) return [`${stringText(key)}: ${first}`];
  return [`${stringText(key)}:`, ...lines.map((line) => `  ${line}`)];
}

function isInline(value: YamlValue): boolean {
  return typeof value !== 'object' || value === null || Object.values(value).every(isUndefined);
}

function scalarText(value: string | number | boolean | null): string {
  if (typeof value === 'string') return stringText(value);
  // YAML 1.1 takes `1e-7` for a string: its floats have a point.
  return typeof value === 'number' ? String(value).replace(/^(-?\d+)e/, '$1.0e') : String(value);
}

/** Words that some reader takes for something else; `E0` and `e-1` are floats to one of them. */
const otherTypes = /^(true|false|yes|no|on|off|y|n|null|e[-.\d_]*)$/i;

/** JSON's escapes are a subset of YAML's; line separators are added, YAML 1.1 breaks lines there. */
function stringText(text: string): string {
  if (/^[A-Za-z_/][\w./-]*$/.test(text) && !otherTypes.test(text)) return text;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isDefined(entry: readonly [string, YamlValue | undefined]): entry is [string, YamlValue] {
  return !isUndefined(entry[1]);
}

function isUndefined(value: unknown): value is undefined {
  return value === undefined;
}
