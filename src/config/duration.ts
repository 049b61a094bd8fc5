/** Limits and waits beyond a week are a slip of the pen; timers end at 24 days. */
export const longestDuration = { ms: 168 * 3_600_000, text: '168h' } as const;

/** What a duration looks like, for hints. */
export const durationExamples = '500ms, 60s, 1m30s or 2h';

const number = String.raw`(\d{1,9}(?:\.\d{1,3})?)`;
const grammar = new RegExp(`^(?:${number}h)?(?:${number}m)?(?:${number}s)?(?:${number}ms)?$`);
const unitMs = [3_600_000, 60_000, 1_000, 1] as const;

/**
 * `500ms`, `60s`, `5m`, `2h`, `1.5s`, and several of them, the largest unit first: `1m30s`. In ms;
 * undefined when the text is no duration.
 */
export function parseDuration(text: string): number | undefined {
  const parts = text === '' ? undefined : grammar.exec(text)?.slice(1);
  if (!parts) return undefined;
  // In thousandths: 1.005 * 1000 is not quite 1005.
  const thousandths = parts.map((part: string | undefined, i) =>
    Math.round(Number(part ?? 0) * 1_000 * (unitMs[i] ?? 0)),
  );
  const ms = thousandths.reduce((sum, part) => sum + part, 0) / 1_000;
  return Number.isInteger(ms) ? ms : undefined;
}

/** What is wrong with a text that was to be a duration, as said after "is". */
export function durationFault(text: string): string {
  if (parseDuration(text) !== undefined) return `longer than ${longestDuration.text}`;
  return /^\d+$/.test(text) ? 'a number without a unit' : 'no duration';
}
