// The labelled series of the Numenta Anomaly Benchmark that are at hand.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function readNab(folder) {
  const labels = JSON.parse(readFileSync(join(folder, 'labels/windows.json'), 'utf8'));
  return readdirSync(join(folder, 'data')).map((name) => {
    const rows = readFileSync(join(folder, 'data', name), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const times = rows.map((row) => row.split(',')[0]);
    const rowAt = (time) => {
      const row = times.indexOf(time.slice(0, 19));
      if (row < 0) throw new Error(`${name} has no row of ${time}, where a window begins or ends`);
      return row;
    };
    return {
      name: name.replace('.csv', ''),
      values: rows.map((row) => Number(row.split(',')[1])),
      windows: labels[name].map(([from, to]) => [rowAt(from), rowAt(to)]),
    };
  });
}
