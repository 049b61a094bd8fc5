import { readFileSync, readdirSync } from 'node:fs';

/** A labelled series of the Numenta Anomaly Benchmark. */
export interface LabelledSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** First and last row of each labelled incident. */
  readonly windows: readonly (readonly [number, number])[];
}

export function readNab(folder: string): readonly LabelledSeries[] {
  const labels = JSON.parse(readFileSync(`${folder}/labels/windows.json`, 'utf8')) as Record<
    string,
    readonly (readonly [string, string])[]
  >;
  return readdirSync(`${folder}/data`).map((name) => {
    const rows = readFileSync(`${folder}/data/${name}`, 'utf8').trim().split('\n').slice(1);
    const times = rows.map((row) => row.split(',')[0] ?? '');
    const rowAt = (time: string) => times.findIndex((one) => one >= time.slice(0, 19));
    return {
      name,
      values: rows.map((row) => Number(row.split(',')[1])),
      windows: (labels[name] ?? []).map(([from, to]) => [rowAt(from), rowAt(to)] as const),
    };
  });
}

export interface NabScore {
  /** Standard profile: 0 = silent, 100 = perfect. */
  readonly score: number;
  readonly hit: number;
  readonly windows: number;
  readonly falseAlerts: number;
}

/** The standard profile (tp 1, fn 1, fp 0.11) at a fixed threshold: `alerts` are rows. */
export function scoreNab(
  all: readonly LabelledSeries[],
  alertsOf: (series: LabelledSeries) => readonly number[],
): NabScore {
  const parts = all.map((series) => scoreSeries(series, alertsOf(series)));
  const total = (pick: (part: (typeof parts)[number]) => number) =>
    parts.reduce((sum, part) => sum + pick(part), 0);
  const windows = total((part) => part.windows);
  const raw = total((part) => part.raw);
  return {
    score: (100 * (raw + windows)) / (2 * windows),
    hit: total((part) => part.hit),
    windows,
    falseAlerts: total((part) => part.falseAlerts),
  };
}

function scoreSeries({ values, windows }: LabelledSeries, alerts: readonly number[]) {
  const probation = Math.min(Math.floor(0.15 * values.length), 750);
  const scored = alerts.filter((row) => row >= probation);
  const firstIn = windows.map(([from, to]) => scored.find((row) => row >= from && row <= to));
  const gains = windows.map(([from, to], i) => {
    const row = firstIn[i];
    return row === undefined ? -1 : sigmoid(-(to - row + 1) / (to - from + 1)) / sigmoid(-1);
  });
  const outside = scored.filter((row) => !windows.some(([from, to]) => row >= from && row <= to));
  const costs = outside.map((row) => 0.11 * sigmoid(distanceBehind(row, windows)));
  return {
    raw: [...gains, ...costs].reduce((sum, one) => sum + one, 0),
    hit: firstIn.filter((row) => row !== undefined).length,
    windows: windows.length,
    falseAlerts: outside.length,
  };
}

/** Widths of the last window that lie between its end and the row. */
function distanceBehind(row: number, windows: LabelledSeries['windows']): number {
  const last = windows.filter(([, to]) => to < row).at(-1);
  if (!last) return Infinity;
  return (row - last[1]) / (last[1] - last[0]);
}

function sigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}
