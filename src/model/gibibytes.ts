/** `60.0 GiB`: always in one unit, so that the figures of a sentence compare. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
