import type { types } from 'cassandra-driver';

/** Driver objects become plain data: uuids and addresses text, 64-bit integers numbers. */
export function toPlainRow(row: types.Row): Record<string, unknown> {
  return Object.fromEntries(row.keys().map((key) => [key, toPlain(row.get(key))]));
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value;
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([k, v]) => [String(k), toPlain(v)]));
  if (value instanceof Set) return [...value].map(toPlain);
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toPlain(v)]));
  }
  // Uuid, TimeUuid, InetAddress, Duration, LocalDate ... all print themselves.
  return (value as { toString(): string }).toString();
}
