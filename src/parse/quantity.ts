import { unreadable } from './reading.ts';

/** `12`, `-3`: an integer in its plain form. */
export function wholeOf(text: string, line: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : unreadable(line, `"${text}" is not a whole number`);
}

/** `0.31`, `0,31`, `9.765625E-4`: nodetool prints decimals in the locale of a JVM. */
export function decimalOf(text: string, line: string): number {
  return /^-?\d+(?:[.,]\d+)?(?:E-?\d+)?$/.test(text)
    ? Number(text.replace(',', '.'))
    : unreadable(line, `"${text}" is not a number`);
}

/** `1.01 GB`, `520 MiB`, `0 bytes`: 1024 based under both names. */
export function bytesOf(text: string, line: string): number {
  const [, amount = '', unit = ''] =
    /^(\S+) (bytes|[KMGTPE]i?B)$/.exec(text) ?? unreadable(line, `"${text}" is not a size`);
  const power = unit === 'bytes' ? 0 : 'KMGTPE'.indexOf(unit.charAt(0)) + 1;
  return Math.round(decimalOf(amount, line) * 1024 ** power);
}
