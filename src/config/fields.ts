import { ConfigError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { durationExamples, longestDuration, parseDuration } from './duration.ts';
import { nearestHint } from '../model/nearest-key.ts';
import type { YamlEntry, YamlNode } from './yaml-document.ts';

/** The values of a map by key. A key that is not known is an error with the nearest right one. */
export function fields<K extends string>(
  node: YamlNode,
  known: readonly K[],
  what: string,
): Readonly<Partial<Record<K, YamlNode>>> {
  const found = new Map<string, YamlNode>();
  for (const entry of entriesOf(node, what)) {
    if (!known.some((key) => key === entry.key)) throw unknownKey(entry, known, what);
    // `key:` with nothing behind it is the same as no key: the default applies.
    if (entry.value.kind !== 'empty') found.set(entry.key, entry.value);
  }
  return Object.fromEntries(found) as Partial<Record<K, YamlNode>>;
}

/** A map with names the operator chose, such as keyspaces. */
export function entriesOf(node: YamlNode, what: string): readonly YamlEntry[] {
  if (node.kind !== 'map') throw wrongValue(node, what, 'a map of key: value');
  return node.entries;
}

export function itemsOf(node: YamlNode, what: string): readonly YamlNode[] {
  if (node.kind !== 'list') throw wrongValue(node, what, 'a list');
  return node.items;
}

/** A list, or one value that stands for a list of one. */
export function oneOrMore(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'list' ? node.items : [node];
}

/** Text as written, so that the version 5.0 is not the number 5. Control characters are refused. */
export function textOf(node: YamlNode, what: string): string {
  if (node.kind !== 'text' && node.kind !== 'number') throw wrongValue(node, what, 'text');
  if (node.text === '') throw wrongValue(node, what, 'text that is not empty');
  if (printable(node.text) !== node.text || node.text.includes('\n')) {
    throw wrongValue(node, what, 'text on one line without control characters');
  }
  return node.text;
}

/** Any text, line ends included: an argument of a command. NUL cannot be passed to a process. */
export function argumentOf(node: YamlNode, what: string): string {
  if (node.kind !== 'text' && node.kind !== 'number') {
    throw wrongValue(node, what, 'text (put it in quotes)');
  }
  if (node.text.includes('\0')) throw wrongValue(node, what, 'text without NUL');
  return node.text;
}

export function choiceOf<C extends string>(node: YamlNode, choices: readonly C[], what: string): C {
  const text = textOf(node, what);
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new ConfigError(node.where, `${what}: "${text}" is not known`, nearestHint(text, choices));
}

export function durationOf(node: YamlNode, what: string): number {
  const ms = 'text' in node ? parseDuration(node.text) : undefined;
  if (ms === undefined || ms > longestDuration.ms) {
    const wanted = `a duration such as ${durationExamples}, ${longestDuration.text} at most`;
    throw wrongValue(node, what, wanted);
  }
  return ms;
}

export function numberOf(node: YamlNode, what: string, max: number): number {
  const value = node.kind === 'number' ? Number(node.text) : NaN;
  if (value >= 0 && value <= max) return value;
  throw wrongValue(node, what, `a number from 0 to ${max}`);
}

export function countOf(node: YamlNode, what: string, min: number, max: number): number {
  const value = node.kind === 'number' ? Number(node.text) : NaN;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw wrongValue(node, what, `a whole number from ${min} to ${max}`);
  }
  return value;
}

export function isTrue(node: YamlNode | undefined, what: string): boolean {
  if (node === undefined) return false;
  if (node.kind !== 'boolean') throw wrongValue(node, what, 'true or false');
  return node.text === 'true';
}

export function required(node: YamlNode | undefined, where: string, what: string): YamlNode {
  if (node !== undefined) return node;
  throw new ConfigError(where, `${what} is missing`, 'add it; ' + pages);
}

const pages = 'docs/inventory.md and docs/playbooks.md say what each key takes';

export function wrongValue(node: YamlNode, what: string, wanted: string): ConfigError {
  const got = isShown(node, what) ? `"${printable(node.text.slice(0, 60))}"` : node.kind;
  return new ConfigError(node.where, `${what}: ${got} is not ${wanted}`, pages);
}

/** A secret in the wrong place, or a password file taken for an inventory, must not be printed. */
function isShown(
  node: YamlNode,
  what: string,
): node is Extract<YamlNode, { readonly text: string }> {
  return 'text' in node && !/password|secret|^inventory$|^playbook$/i.test(what);
}

/** A secret written into the file is its own error: the hint must not be another key. */
function unknownKey(entry: YamlEntry, known: readonly string[], what: string): ConfigError {
  const key = printable(entry.key);
  if (/^(pass|password|passwd|pw|secret)$/i.test(key)) {
    return new ConfigError(
      entry.where,
      `${what}: a ${key} is never written into this file`,
      'passwordFrom: {file: PATH} or passwordFrom: {env: NAME} says where it is read from',
    );
  }
  // A line of a password file reads as a key.
  const shown = /^[\w. -]{1,40}$/.test(key) ? ` "${key}"` : '';
  return new ConfigError(entry.where, `${what}: unknown key${shown}`, nearestHint(key, known));
}
