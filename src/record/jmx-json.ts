import { Opaque, type JmxValue } from '../ports/jmx.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonFields;
export interface JsonFields {
  readonly [name: string]: Json;
}

/** What a bean said, as JSON: what JSON does not have is an object with one telling key. */
export function toJson(value: JmxValue): Json {
  if (typeof value === 'bigint') return { long: String(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { number: String(value) };
  if (value instanceof Opaque) return { opaque: value.type, fields: pairs(value.fields) };
  if (value instanceof Map) return { map: pairs(value as ReadonlyMap<JmxValue, JmxValue>) };
  if (Array.isArray(value)) return (value as readonly JmxValue[]).map(toJson);
  return value as null | boolean | string;
}

function pairs(map: ReadonlyMap<JmxValue, JmxValue>): Json {
  return [...map].map(([key, value]) => [toJson(key), toJson(value)]);
}

/** Back again. Throws an Error for what `toJson` does not write. */
export function fromJson(json: unknown): JmxValue {
  if (json === null || typeof json !== 'object') return plain(json);
  if (Array.isArray(json)) return json.map(fromJson);
  const { long, number, map, opaque, fields } = json as Readonly<Record<string, unknown>>;
  if (typeof long === 'string') return BigInt(long);
  if (typeof number === 'string') return Number(number);
  if (Array.isArray(map)) return new Map(map.map(pairOf));
  if (typeof opaque === 'string' && Array.isArray(fields)) {
    return new Opaque(opaque, new Map(fields.map(namedOf)));
  }
  throw new Error('no value of a bean');
}

function plain(json: unknown): JmxValue {
  if (json === null || ['boolean', 'number', 'string'].includes(typeof json)) {
    return json as JmxValue;
  }
  throw new Error('no value of a bean');
}

function namedOf(json: unknown): readonly [string, JmxValue] {
  const [name, value] = pairOf(json);
  if (typeof name !== 'string') throw new Error('no name');
  return [name, value];
}

function pairOf(json: unknown): readonly [JmxValue, JmxValue] {
  if (!Array.isArray(json) || json.length !== 2) throw new Error('no pair');
  return [fromJson(json[0]), fromJson(json[1])];
}
