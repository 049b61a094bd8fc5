import type { MissingSource, NotJudged } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import { missingLines, notJudgedLines } from './health-words.ts';

export interface Unknown {
  readonly missing: readonly MissingSource[];
  readonly notJudged: readonly NotJudged[];
}

/** `not judged: gc-pauses: …`, then `not seen: 10.0.0.3: info: unreachable`: a line each, as `health` groups them. */
export function unknownLines({ missing, notJudged }: Unknown): readonly string[] {
  return [
    ...notJudgedLines({ notJudged }).map((line) => `not judged: ${line}`),
    ...missingLines(missing).map((line) => `not seen: ${line}`),
  ].map((line) => printable(line).replace(/\s+/g, ' '));
}

/** Every detector fits; of a large cluster that is silent, the first nodes. */
const mostTold = 40;

/** The same, at most so many lines and one for how many more there are. */
export function fewUnknownLines(unknown: Unknown, most = mostTold): readonly string[] {
  const all = unknownLines(unknown);
  const more = all.length - most;
  return more > 0 ? [...all.slice(0, most), `and ${more} more not judged or not seen`] : all;
}
