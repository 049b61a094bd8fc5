import { isFrom } from './release.ts';

const exactDigits = 70;

/** Java's DecimalFormat: a fixed number of digits, halves go to the even neighbour. */
export function decimal(value: number, digits: number): string {
  const exact = value.toFixed(exactDigits);
  const cut = exact.length - (exactDigits - digits);
  const isHalf = /^50*$/.test(exact.slice(cut));
  const down = exact.slice(0, digits === 0 ? cut - 1 : cut);
  return isHalf && /[02468]$/.test(down) ? down : value.toFixed(digits);
}

/** DecimalFormat `#.##`: no trailing zeros. */
export function shortDecimal(value: number, digits: number): string {
  return String(Number(decimal(value, digits)));
}

const prefixes = ['', 'K', 'M', 'G', 'T'];

/** `1.01 GiB`, `0 bytes`; up to 3.0 under the names KB, MB ... for the same sizes. */
export function fileSize(bytes: number, release: string): string {
  const power = prefixes.findLastIndex((_, at) => bytes >= 1024 ** at);
  if (power <= 0) return `${shortDecimal(bytes, 2)} bytes`;
  const unit = `${prefixes[power] ?? ''}${isFrom(release, 3, 10) ? 'iB' : 'B'}`;
  return `${shortDecimal(bytes / 1024 ** power, 2)} ${unit}`;
}

/** Java's Double.toString: `70737.0`, and from ten million on `4.5936817E7`. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${withPoint(digits)}E${exponent.replace('+', '')}`;
  }
  return withPoint(String(value));
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
