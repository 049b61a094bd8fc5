import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type Pair,
} from 'yaml';
import type { Parsed } from '../model/parsed.ts';
import type { CassandraYaml, YamlData, YamlSetting } from '../model/readings.ts';
import { reading, unreadable } from './reading.ts';

/**
 * A cassandra.yaml as its settings with their places. Read as YAML 1.1, as Cassandra's own reader does; a name that is
 * there twice stays twice. No line of the file is repeated in what is said of it: it may hold a password.
 */
export function parseCassandraYaml(text: string): Parsed<CassandraYaml> {
  return reading(() => {
    const lines = new LineCounter();
    const document = parseDocument(text, {
      version: '1.1',
      uniqueKeys: false,
      lineCounter: lines,
      prettyErrors: false,
    });
    const [wrong] = document.errors;
    if (wrong) unreadable('', `line ${lines.linePos(wrong.pos[0]).line}: ${wrong.code}`);
    const root = document.contents;
    if (!isMap(root) || root.flow === true) unreadable('', 'it is not a list of name: value lines');
    return { text, settings: root.items.map((pair) => settingOf(pair, text, lines, document)) };
  });
}

function settingOf(pair: Pair, text: string, lines: LineCounter, document: Document): YamlSetting {
  const { key, value } = pair;
  const keyEnd = isScalar(key) ? key.range?.[1] : undefined;
  if (!isScalar(key) || !key.range || keyEnd === undefined) {
    return unreadable('', 'a name is not one word');
  }
  const { line } = lines.linePos(key.range[0]);
  const valueEnd = isNode(value) ? value.range?.[1] : undefined;
  return {
    name: String(key.value),
    line,
    from: text.lastIndexOf('\n', key.range[0] - 1) + 1,
    to: lineEnd(text, Math.max(keyEnd, valueEnd ?? keyEnd)),
    value: dataOf(value, document),
  };
}

/** Behind the line end that ends what stands before `at`; a block may end behind its own. */
function lineEnd(text: string, at: number): number {
  const last = text.slice(0, at).trimEnd().length;
  const end = text.indexOf('\n', last);
  return end < 0 ? text.length : end + 1;
}

/** Plain data, through JSON: what YAML has beyond it (times, sets, infinity) becomes text or nothing. */
function dataOf(value: unknown, document: Document): YamlData {
  if (!isNode(value)) return null;
  try {
    return JSON.parse(JSON.stringify(value.toJS(document) ?? null)) as YamlData;
  } catch {
    return unreadable('', 'aliases lead nowhere, or to far too much');
  }
}
