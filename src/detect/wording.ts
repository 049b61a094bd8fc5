/** `a, b, c and 4 more` */
export function listed(names: readonly string[], max = 5): string {
  const shown = names.slice(0, max).join(', ');
  return names.length > max ? `${shown} and ${names.length - max} more` : shown;
}

/** At most one decimal: 3, 0.4, 12.5 */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Powers of 1024, one decimal: `1.5 MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 1024 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${rounded(value)} ${units[step] ?? ''}`;
}

/** `1.5 MiB/s` */
export function rateText(bytesPerSecond: number): string {
  return `${bytesText(bytesPerSecond)}/s`;
}
