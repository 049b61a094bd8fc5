import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type ErrorCode,
  type Node,
  type Pair,
} from 'yaml';
import { ConfigError } from '../model/errors.ts';

/** One value of a YAML file and where it stands, so that every complaint can name its place. */
export type YamlNode = { readonly where: string } & (
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[] }
  /** `text` is the value as written: `5.0` stays `5.0`. */
  | { readonly kind: 'text' | 'number' | 'boolean'; readonly text: string }
  | { readonly kind: 'empty' }
);

export interface YamlEntry {
  readonly key: string;
  /** `file:line:column` of the key. */
  readonly where: string;
  readonly value: YamlNode;
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly path: string;
  /** What each anchor so far stands for: aliases share it, so repeated ones cost nothing. Undefined: it is not closed yet. */
  readonly anchors: Map<string, Anchored | undefined>;
  /** Values so far, each counted wherever it stands, by an alias too. */
  values: number;
  depth: number;
}

interface Anchored {
  readonly value: YamlNode;
  /** How many values it holds, itself among them. */
  readonly values: number;
}

/** A thousand nodes with a hundred values each, ten times over: what aliases make more of nobody means. */
const mostValues = 1_000_000;
/** Far more than any inventory or playbook has levels. */
const deepest = 64;
const tooDeep = `this is nested deeper than ${deepest} levels`;
const unnest = 'look for brackets or dashes that were repeated';

/**
 * Throws ConfigError for a file with nothing in it or that is no text, which `page` of docs/ helps to write, and with
 * `file:line:column` for wrong syntax, a duplicate key or a second document.
 */
export function parseYamlDocument(text: string, path: string, page: string): YamlNode {
  const shown = `docs/${page} shows one`;
  if (text.trim() === '') throw new ConfigError(path, 'the file is empty', shown);
  if (isBinary(text)) {
    throw new ConfigError(path, 'this is not text', `write it in UTF-8; ${shown}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source: Source = { document, lines, path, anchors: new Map(), values: 0, depth: 0 };
  const wrong = document.errors[0] ?? document.warnings[0];
  if (wrong) {
    const hint =
      hints[wrong.code] ?? 'look at the indentation, quotes and brackets there and above';
    const what = wrong.code === 'RESOURCE_EXHAUSTION' ? tooDeep : firstLine(wrong.message);
    throw new ConfigError(placeOf(source, wrong.pos[0]), what, hint);
  }
  const root = convert(document.contents, source, placeOf(source, 0));
  if (root.kind === 'empty') throw new ConfigError(path, 'there is no key in the file', shown);
  return root;
}

/** A control character in a text is told with its place by who reads the value. */
function isBinary(text: string): boolean {
  return text.includes('\0') || (text.includes('\ufffd') && /[^\P{Cc}\t\n\r]/u.test(text));
}

const hints: Readonly<Partial<Record<ErrorCode, string>>> = {
  DUPLICATE_KEY: 'a key is written once: remove one of the two, or put them together',
  RESOURCE_EXHAUSTION: unnest,
  MULTIPLE_DOCS: 'one file is one document: remove the line ---',
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: 'write the value without a !tag, in quotes if it begins with !',
};

function convert(node: Node | null | undefined, source: Source, parentWhere: string): YamlNode {
  if (!node) return { kind: 'empty', where: parentWhere };
  const where = node.range ? placeOf(source, node.range[0]) : parentWhere;
  if (isAlias(node)) return resolved(node.source, source, where);
  if (source.depth === deepest) {
    throw new ConfigError(where, tooDeep, unnest);
  }
  const anchor = 'anchor' in node ? node.anchor : undefined;
  const before = source.values;
  if (anchor !== undefined) source.anchors.set(anchor, undefined);
  source.depth += 1;
  addValues(1, source, where);
  const value = convertNew(node, source, where);
  source.depth -= 1;
  if (anchor !== undefined) source.anchors.set(anchor, { value, values: source.values - before });
  return value;
}

/** An alias is its anchor's value. Throws ConfigError where no anchor of that name stands before it. */
function resolved(name: string, source: Source, where: string): YamlNode {
  if (!source.anchors.has(name)) {
    const hint = `write &${name} before the value it stands for, or put the text in quotes`;
    throw new ConfigError(where, `there is no anchor &${name} above this alias`, hint);
  }
  const anchored = source.anchors.get(name);
  if (!anchored) throw new ConfigError(where, 'an alias points into itself', 'write the value out');
  addValues(anchored.values, source, where);
  return anchored.value;
}

function addValues(count: number, source: Source, where: string): void {
  source.values += count;
  if (source.values <= mostValues) return;
  throw new ConfigError(
    where,
    `with its aliases written out the file has more than ${mostValues} values`,
    'write aliases of aliases out, as far as they are needed',
  );
}

function convertNew(node: Node, source: Source, where: string): YamlNode {
  if (isMap(node)) {
    const entries = node.items.map((pair) =>
      entryOf(pair as Pair<Node, Node | null>, source, where),
    );
    return { kind: 'map', where, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node | null, source, where));
    return { kind: 'list', where, items };
  }
  return isScalar(node) ? scalar(node.value, node.source, where) : { kind: 'empty', where };
}

function entryOf(pair: Pair<Node, Node | null>, source: Source, parentWhere: string): YamlEntry {
  const key = convert(pair.key, source, parentWhere);
  // An alias has the place of its anchor; the entry is here.
  const where = pair.key.range ? placeOf(source, pair.key.range[0]) : key.where;
  if (!('text' in key)) {
    throw new ConfigError(where, 'a key must be one word', 'write it as word: value');
  }
  return { key: key.text, where, value: convert(pair.value, source, where) };
}

function scalar(value: unknown, written: string | undefined, where: string): YamlNode {
  if (typeof value === 'string') return { kind: 'text', text: value, where };
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value), where };
  if (typeof value !== 'number') return { kind: 'empty', where };
  return { kind: 'number', text: written ?? String(value), where };
}

function placeOf(source: Source, offset: number): string {
  const { line, col } = source.lines.linePos(offset);
  return `${source.path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
