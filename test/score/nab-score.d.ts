/** Types of nab-score.js for tests. */
export interface LabelledSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** First and last row of each labelled incident. */
  readonly windows: readonly (readonly [number, number])[];
}

export interface Profile {
  readonly tp: number;
  readonly fn: number;
  readonly fp: number;
}

interface Counted {
  readonly hit: number;
  readonly windows: number;
  readonly falseRows: number;
  readonly falseEpisodes: number;
}

export interface NabScore extends Counted {
  readonly score: number;
  readonly parts: readonly (Counted & { readonly name: string; readonly raw: number })[];
}

export const profiles: Readonly<Record<'standard' | 'low FP' | 'low FN', Profile>>;

export function probationRows(rows: number): number;

export function rowWorth(
  windows: LabelledSeries['windows'],
  row: number,
): { readonly window: number; readonly worth: number };

export function scoreAt(
  series: readonly LabelledSeries[],
  scores: readonly (readonly number[])[],
  threshold: number,
  profile: Profile,
): NabScore;

export function episodes(rows: readonly number[]): number;

export function bestThreshold(
  series: readonly LabelledSeries[],
  scores: readonly (readonly number[])[],
  profile: Profile,
): { readonly threshold: number; readonly score: number };
