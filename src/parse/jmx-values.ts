import { isCount } from './quantity.ts';
import { unreadable } from './reading.ts';

/** What a bean said: plain data of a hostile node, so every use of it checks what it is. */
export type JmxAnswer = unknown;

/** Attributes of one bean by name. */
export type JmxAttributes = ReadonlyMap<string, JmxAnswer>;

/** Gives up inside `reading`; the line says which attribute, the reason what it is instead. */
function isNot(what: string, wanted: string, value: JmxAnswer): never {
  return unreadable(`${what} = ${shown(value)}`, `${what} is not ${wanted}`);
}

function shown(value: JmxAnswer): string {
  return typeof value === 'object' && value !== null
    ? `a ${value.constructor.name}`
    : String(value);
}

export function textIn(value: JmxAnswer, what: string): string {
  return typeof value === 'string' ? value : isNot(what, 'a text', value);
}

/** Not negative. A `long` beyond 2^53 comes as a bigint: near enough for a count, which never gets there. */
export function numberIn(value: JmxAnswer, what: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return isCount(number) ? number : isNot(what, 'a number', value);
}

/** A limit: undefined where the version has none, and for -1, which means that none is set. */
export function limitIn(value: JmxAnswer, what: string): number | undefined {
  if (value === undefined || value === null || (typeof value === 'number' && value < 0)) {
    return undefined;
  }
  return typeof value === 'bigint' && value < 0n ? undefined : numberIn(value, what);
}

export function flagIn(value: JmxAnswer, what: string): boolean {
  return typeof value === 'boolean' ? value : isNot(what, 'a boolean', value);
}

export function listIn(value: JmxAnswer, what: string): readonly JmxAnswer[] {
  return Array.isArray(value) ? (value as readonly JmxAnswer[]) : isNot(what, 'a list', value);
}

export function textsIn(value: JmxAnswer, what: string): readonly string[] {
  return listIn(value, what).map((each) => textIn(each, what));
}

/** A map, or composite data, by its keys. */
export function mapIn(value: JmxAnswer, what: string): JmxAttributes {
  if (!(value instanceof Map)) return isNot(what, 'a map', value);
  const entries = [...(value as ReadonlyMap<JmxAnswer, JmxAnswer>)];
  return new Map(entries.map(([key, each]) => [textIn(key, `a key of ${what}`), each]));
}

/** Java's maps of numbers as text: what compactions are told in. */
export function countIn(value: JmxAnswer, what: string): number {
  if (typeof value !== 'string') return numberIn(value, what);
  return /^\d{1,19}$/.test(value) ? Number(value) : isNot(what, 'a count', value);
}
