const steps = { unicode: '▁▂▃▄▅▆▇█', ascii: '_.-:=+*#' } as const;

/** One column a value, from 0 to `most`; an unknown value is a gap, never a low one. */
export function sparkline(
  values: readonly (number | undefined)[],
  most: number,
  charset: keyof typeof steps,
): string {
  const signs = steps[charset];
  return values
    .map((value) => {
      if (value === undefined) return ' ';
      const step = most > 0 ? Math.floor((value / most) * (signs.length - 1) + 0.5) : 0;
      return signs[Math.min(signs.length - 1, Math.max(0, step))] ?? ' ';
    })
    .join('');
}
