/** Types of nab-series.js for tests. */
import type { LabelledSeries } from './nab-score.js';

export function readNab(folder: string): readonly LabelledSeries[];
