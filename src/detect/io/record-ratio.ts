import { sortedWindow } from './sorted-window.ts';

/** One row of a series, held against what the series did before. */
export interface RecordRow {
  /** Deviation by the largest usual deviation so far; 0 while there are too few rows. */
  readonly ratio: number;
  /** Plain deviation from the mean of the last 3,000 rows, in standard deviations. */
  readonly z: number;
  /** The ratio is at or above the threshold and above every one of the last 144 rows. */
  readonly isAlert: boolean;
}

/** Rows to learn from before anything is said. */
export const fewestRows = 50;

const medianRows = 1000;
const rangeRows = 2000;
const memoryRows = 3000;
const meanRows = 24;
const holdRows = 144;
const recordQuantile = 0.998;
const clip = 2;

/**
 * "Bigger than anything this metric did before": deviation from the running median, of the value,
 * of its mean over 24 rows and of its step, divided by the 99.8 % quantile of the same deviation
 * in the past. Large deviations enter the memory clipped, so that one incident does not hide the
 * next. `domainFloor` is the smallest deviation that matters, in the metric's unit.
 */
export function recordRatios(
  values: readonly number[],
  domainFloor: number,
  threshold: number,
): readonly RecordRow[] {
  const ratioOf = ratioMeter(domainFloor);
  const zOf = zMeter(domainFloor);
  const ratios: number[] = [];
  return values.map((value) => {
    const ratio = ratioOf(value);
    const isHighest = ratios.slice(-holdRows).every((earlier) => ratio > earlier);
    ratios.push(ratio);
    return { ratio, z: zOf(value), isAlert: ratio >= threshold && isHighest };
  });
}

function ratioMeter(domainFloor: number): (value: number) => number {
  const range = sortedWindow(rangeRows);
  const recent: number[] = [];
  const ofValue = deviationMemory(true);
  const ofMean = deviationMemory(true);
  const ofStep = deviationMemory(false);
  return (value) => {
    const step = value - (recent.at(-1) ?? value);
    recent.push(value);
    if (recent.length > meanRows) recent.shift();
    const spread = range.quantile(0.95) - range.quantile(0.05);
    const floor = Math.max(domainFloor, 0.05 * spread, 0.02 * Math.abs(range.quantile(0.5)));
    range.push(value);
    return Math.max(ofValue(value, floor), ofMean(meanOf(recent), floor), ofStep(step, floor));
  };
}

/** Ratio of one feature's deviation to its past ones. A step is a deviation by itself. */
function deviationMemory(fromMedian: boolean): (feature: number, floor: number) => number {
  const features = sortedWindow(medianRows);
  const memory = sortedWindow(memoryRows);
  return (feature, floor) => {
    const middle = fromMedian && features.size() > 0 ? features.quantile(0.5) : undefined;
    const deviation = Math.abs(fromMedian ? feature - (middle ?? feature) : feature);
    const reference = Math.max(memory.quantile(recordQuantile), floor, Number.MIN_VALUE);
    const isReady = memory.size() >= fewestRows;
    features.push(feature);
    memory.push(isReady ? Math.min(deviation, clip * reference) : deviation);
    return isReady ? deviation / reference : 0;
  };
}

export function zMeter(domainFloor: number): (value: number) => number {
  const past: number[] = [];
  let sum = 0;
  let squares = 0;
  return (value) => {
    const mean = sum / Math.max(1, past.length);
    const variance = Math.max(0, squares / Math.max(1, past.length) - mean * mean);
    const z =
      past.length < fewestRows
        ? 0
        : Math.abs(value - mean) / Math.max(Math.sqrt(variance), domainFloor, Number.MIN_VALUE);
    past.push(value);
    sum += value;
    squares += value * value;
    const left = past.length > memoryRows ? past.shift() : undefined;
    if (left !== undefined) {
      sum -= left;
      squares -= left * left;
    }
    return z;
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
