import { printable } from '../model/printable.ts';

/** A copy in which every text is safe for a terminal and on one line. Keys are our own. */
export function printableValue<T>(value: T): T {
  return safe(value) as T;
}

function safe(value: unknown): unknown {
  if (typeof value === 'string') return printable(value).replace(/\s*[\t\n]\s*/g, ' ');
  if (Array.isArray(value)) return value.map(safe);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, safe(part)]));
}
