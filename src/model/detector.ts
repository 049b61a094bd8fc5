import type { Detection } from './finding.ts';
import type { Limits } from './limits.ts';
import type { Series, SourceId } from './snapshot.ts';

/** Pure: a series of snapshots in, findings and what could not be judged out. */
export interface Detector {
  readonly id: string;
  /** One line for help and docs. */
  readonly title: string;
  /** Sources of the first look. */
  readonly needs: readonly SourceId[];
  /** Sources to ask at every further tick of `--for`. */
  readonly follows: readonly SourceId[];
  /** Sources to ask at the first and the last look, and once a minute between them: dear, and they change slowly. */
  readonly ends?: readonly SourceId[];
  /** How far back it looks in a roll, in ms; without it, at the newest look and the one before. */
  readonly lookBackMs?: (limits: Limits) => number;
  /** Over how long a watch is judged, in ms; without it, a few minutes (detect/kept-looks.ts). */
  readonly watchMs?: (limits: Limits) => number;
  /** What it compares over all of that time; of the rest of what it needs only the newest counts. Without it, all. */
  readonly over?: readonly SourceId[];
  /** How long a watch must have looked before it closes what it finds, in ms; without it, 150 s. */
  readonly warmUpMs?: number;
  /** What it finds at a look it finds of that moment: found earlier and not now, it is over. */
  readonly isOfMoment?: true;
  detect(series: Series, limits: Limits): Detection;
}
