// The spike detector on the Numenta Anomaly Benchmark, at the one limit that is shipped.
import { join } from 'node:path';
import { notice } from '../../dist/detect/io/own-history.js';
import { recordRatios } from '../../dist/detect/io/record-ratio.js';
import { atLeast, counted, equal } from './bars.js';
import { perfect, silent, windowedGaussian } from './nab-detectors.js';
import { bestThreshold, profiles, scoreAt } from './nab-score.js';
import { readNab } from './nab-series.js';

/** Of the eleven series, by the benchmark's own program. */
const gaussianScore = 16.9;
const named = { series: 11, windows: 19, rows: 75_581 };
const rowsAWeek = 7 * 24 * 12;
/** No deviation is too small to matter: the units of these series differ. */
const domainFloor = 0;

/** Alerts of the shipped rule, as scores: the ratio where it alerts, 0 elsewhere. */
function spikes({ values }) {
  const rows = recordRatios(values, domainFloor, notice);
  return rows.map(({ isAlert, ratio }) => (isAlert ? ratio : 0));
}

export function scoreOnNab(folder) {
  const series = readNab(join(folder, 'nab'));
  const of = (detector) => series.map((one) => detector(one));
  const rows = series.reduce((sum, { values }) => sum + values.length, 0);
  const { windows } = scoreAt(series, of(silent), 1, profiles.standard);
  counted('series', series.length, named.series);
  counted('labelled windows', windows, named.windows);
  counted('rows', rows, named.rows);
  checkScorer(series, of);
  const scores = of(spikes);
  for (const [name, profile] of Object.entries(profiles)) {
    const { score } = scoreAt(series, scores, notice, profile);
    const best = bestThreshold(series, scores, profile);
    console.log(
      `  spikes at ${notice}, ${name}: ${score.toFixed(1)}` +
        ` (at the best limit from there on, ${best.threshold.toFixed(2)}: ${best.score.toFixed(1)})`,
    );
  }
  const result = scoreAt(series, scores, notice, profiles.standard);
  printParts(result, rows / rowsAWeek);
  atLeast('spikes, standard profile', result.score, 70);
}

function checkScorer(series, of) {
  const { standard } = profiles;
  equal('detector that says nothing', scoreAt(series, of(silent), 1, standard).score, 0);
  equal('perfect detector', scoreAt(series, of(perfect), 1, standard).score, 100);
  // What is known of it is known of these series alone.
  if (series.length !== named.series) return;
  const { score } = bestThreshold(series, of(windowedGaussian), standard);
  equal('windowed Gaussian at its best limit', score, gaussianScore);
}

function printParts({ parts, hit, windows, falseEpisodes, falseRows }, weeks) {
  for (const part of parts) {
    console.log(
      `    ${part.name}: ${part.hit} of ${part.windows} windows, ${part.falseEpisodes} false-alarm episodes`,
    );
  }
  const aWeek = (falseEpisodes / weeks).toFixed(2);
  console.log(
    `  ${hit} of ${windows} windows, ${falseEpisodes} false-alarm episodes (${falseRows} rows), ${aWeek} a series-week`,
  );
}
