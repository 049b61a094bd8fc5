/** Limits and waits beyond a week are a slip of the pen; timers end at 24 days. */
export const longestDuration = { ms: 168 * 3_600_000, text: '168h' } as const;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `60s`, `5m`, `2h`, `1.5s` in ms; undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  if (!match) return undefined;
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return Number.isInteger(ms) ? ms : undefined;
}
