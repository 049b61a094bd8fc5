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
  /** Values seen so far: an alias shares its anchor's value, so repeated aliases cost nothing. */
  readonly converted: Map<Node, YamlNode>;
  readonly open: Set<Node>;
}

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
  const source = { document, lines, path, converted: new Map(), open: new Set<Node>() };
  const wrong = document.errors[0] ?? document.warnings[0];
  if (wrong) {
    const hint =
      hints[wrong.code] ?? 'look at the indentation, quotes and brackets there and above';
    throw new ConfigError(placeOf(source, wrong.pos[0]), firstLine(wrong.message), hint);
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
  MULTIPLE_DOCS: 'one file is one document: remove the line ---',
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: 'write the value without a !tag, in quotes if it begins with !',
};

function convert(node: Node | null | undefined, source: Source, parentWhere: string): YamlNode {
  if (!node) return { kind: 'empty', where: parentWhere };
  const known = source.converted.get(node);
  if (known) return known;
  const where = node.range ? placeOf(source, node.range[0]) : parentWhere;
  if (source.open.has(node)) {
    throw new ConfigError(where, 'an alias points into itself', 'write the value out');
  }
  source.open.add(node);
  const value = convertNew(node, source, where);
  source.open.delete(node);
  source.converted.set(node, value);
  return value;
}

function convertNew(node: Node, source: Source, where: string): YamlNode {
  if (isAlias(node)) return convert(node.resolve(source.document), source, where);
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
