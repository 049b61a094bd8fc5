// The scoring of the Numenta Anomaly Benchmark, rebuilt from its description: a window is credited for its
// earliest alert, the earlier the better; a window without one costs, and so does every alert elsewhere.

/** Worth of a window found, of one missed, of an alert outside; `fp` is multiplied by how far outside. */
export const profiles = {
  standard: { tp: 1, fn: 1, fp: 0.11 },
  'low FP': { tp: 1, fn: 1, fp: 0.22 },
  'low FN': { tp: 1, fn: 2, fp: 0.11 },
};

const probationShare = 0.15;
const mostProbationRows = 750;

/** Rows at the start of a file from which a detector learns; nothing there is scored. */
export function probationRows(rows) {
  return Math.min(Math.floor(probationShare * rows), mostProbationRows);
}

/** 1 far before 0, 0 at it, -1 far behind it, and exactly -1 from 3 on. */
function sigmoid(position) {
  return position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/** What an alert at this row is worth by itself: `window` is its place in the list, -1 outside all. */
export function rowWorth(windows, row) {
  const window = windows.findIndex(([from, to]) => row >= from && row <= to);
  if (window >= 0) {
    const [from, to] = windows[window];
    return { window, worth: sigmoid(-(to - row + 1) / (to - from + 1)) / sigmoid(-1) };
  }
  const last = windows.findLast(([, to]) => to < row);
  return { window, worth: last ? sigmoid((row - last[1]) / (last[1] - last[0])) : -1 };
}

/** A detector at one threshold, over all series. `scores` has a list for each series, a number a row. */
export function scoreAt(series, scores, threshold, profile) {
  const parts = series.map((one, i) => scoreSeries(one, scores[i], threshold, profile));
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  return {
    score: normalised(sum('raw'), sum('windows'), profile),
    hit: sum('hit'),
    windows: sum('windows'),
    falseRows: sum('falseRows'),
    falseEpisodes: sum('falseEpisodes'),
    parts,
  };
}

function scoreSeries({ name, values, windows }, scores, threshold, { tp, fn, fp }) {
  const best = windows.map(() => undefined);
  const outside = [];
  let costs = 0;
  for (let row = probationRows(values.length); row < values.length; row += 1) {
    if (scores[row] < threshold) continue;
    const { window, worth } = rowWorth(windows, row);
    if (window >= 0) best[window] = Math.max(best[window] ?? -Infinity, worth);
    else {
      costs += worth * fp;
      outside.push(row);
    }
  }
  const gains = best.map((worth) => (worth === undefined ? -fn : worth * tp));
  return {
    name,
    raw: costs + gains.reduce((sum, one) => sum + one, 0),
    hit: best.filter((worth) => worth !== undefined).length,
    windows: windows.length,
    falseRows: outside.length,
    falseEpisodes: episodes(outside),
  };
}

/** Runs of rows without a gap. */
export function episodes(rows) {
  return rows.filter((row, i) => i === 0 || row > rows[i - 1] + 1).length;
}

/** 0 for a detector that says nothing, 100 for one that is at the start of every window and nowhere else. */
function normalised(raw, windows, { tp, fn }) {
  return (100 * (raw + windows * fn)) / (windows * (tp + fn));
}

/** One threshold for all series, chosen on their labels, as the benchmark itself does it. */
export function bestThreshold(series, scores, profile) {
  const rows = series.flatMap(({ values, windows }, place) => {
    const from = probationRows(values.length);
    return scores[place]
      .slice(from)
      .map((score, i) => ({ place, score, ...rowWorth(windows, from + i) }));
  });
  rows.sort((a, b) => b.score - a.score);
  const best = series.map(({ windows }) => windows.map(() => -profile.fn));
  const windows = best.flat().length;
  let raw = -profile.fn * windows;
  let found = { threshold: Infinity, raw };
  rows.forEach(({ place, score, window, worth }, i) => {
    if (window < 0) raw += worth * profile.fp;
    else {
      const now = Math.max(best[place][window], worth * profile.tp);
      raw += now - best[place][window];
      best[place][window] = now;
    }
    const isLastOfScore = rows[i + 1]?.score !== score;
    if (isLastOfScore && raw > found.raw) found = { threshold: score, raw };
  });
  return { threshold: found.threshold, score: normalised(found.raw, windows, profile) };
}
