import { unreadable } from './reading.ts';

/** `12`: a count in its plain form. A `long` has 19 digits at most. */
export function wholeOf(text: string, line: string): number {
  return /^\d{1,19}$/.test(text)
    ? Number(text)
    : unreadable(line, `"${text}" is not a whole number`);
}

/** A count as it came in JSON, a row or a bean. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** `0.31`, `0,31`, `9.765625E-4`: nodetool prints decimals in the locale of a JVM. */
export function decimalOf(text: string, line: string): number {
  const isDecimal = /^\d+(?:[.,]\d+)?(?:E-?\d+)?$/.test(text);
  return finite(isDecimal ? Number(text.replace(',', '.')) : Number.NaN, text, line);
}

/** `1.01 GB`, `520 MiB`, `0 bytes`: 1024 based under both names. */
export function bytesOf(text: string, line: string): number {
  const [, amount = '', unit = ''] =
    /^(\S+) (bytes|[KMGTPE]i?B)$/.exec(text) ?? unreadable(line, `"${text}" is not a size`);
  const power = unit === 'bytes' ? 0 : 'KMGTPE'.indexOf(unit.charAt(0)) + 1;
  return finite(Math.round(decimalOf(amount, line) * 1024 ** power), text, line);
}

function finite(value: number, text: string, line: string): number {
  return Number.isFinite(value) ? value : unreadable(line, `"${text}" is not a number`);
}
