// Detectors that check the scorer: what they must get is known. Each gives a score for every row of a series.
import { probationRows } from './nab-score.js';

export function silent({ values }) {
  return values.map(() => 0);
}

/** An alert at the first scored row of every window, and nowhere else. */
export function perfect({ values, windows }) {
  const begins = new Set(windows.map(([from]) => Math.max(from, probationRows(values.length))));
  return values.map((_, row) => (begins.has(row) ? 1 : 0));
}

const gaussianRows = 6400;
const gaussianStep = 100;

/**
 * The benchmark's own "windowed Gaussian": one minus the normal tail probability of a row's distance from the
 * mean of the rows before. They are at most 6,400, renewed by the hundred once there are so many.
 */
export function windowedGaussian({ values }) {
  let past = [];
  let waiting = [];
  let [mean, deviation] = [0, 1];
  const learn = () => {
    mean = past.reduce((sum, one) => sum + one, 0) / past.length;
    const squares = past.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    deviation = Math.sqrt(squares / past.length) || 1e-6;
  };
  return values.map((value) => {
    const isFirst = past.length === 0;
    const score = isFirst ? 0 : 1 - tailProbability(Math.abs(value - mean) / deviation);
    if (past.length < gaussianRows) {
      past.push(value);
      learn();
      return score;
    }
    waiting.push(value);
    if (waiting.length === gaussianStep) {
      past = [...past.slice(gaussianStep), ...waiting];
      waiting = [];
      learn();
    }
    return score;
  });
}

/** Of a standard normal variable beyond `z` >= 0: a power series near 0, a continued fraction far out. */
function tailProbability(z) {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let [sum, term] = [0, z];
    for (let n = 1; Math.abs(term) > 1e-18; n += 2) {
      sum += term;
      term *= (z * z) / (n + 2);
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let n = 80; n >= 1; n -= 1) fraction = z + n / fraction;
  return density / fraction;
}
