// What the detectors are worth on labelled series and in a simulated world; fails when a bar is missed.
// An argument is another folder of series.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { missedBars } from './bars.js';
import { scoreOnNab } from './nab.js';
import { scoreOnSmd } from './smd.js';
import { scoreOnSoaks } from './soak.js';
import { scoreOnStalls } from './stall.js';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../../shared/series');
for (const needed of ['nab/labels/windows.json', 'smd-disk']) {
  if (existsSync(join(folder, needed))) continue;
  console.error(`NOTHING WAS SCORED: the labelled series are missing, no ${join(folder, needed)}`);
  process.exit(1);
}

function part(what, work) {
  console.log(what);
  const begun = performance.now();
  work();
  console.log(`  ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

part('1/4 Spikes: Numenta Anomaly Benchmark', () => scoreOnNab(folder));
part('2/4 Deviations: disks of the Server Machine Dataset', () => scoreOnSmd(folder));
part('3/4 Stalled compactions: a simulated world', scoreOnStalls);
part('4/4 Soaks: a simulated world', scoreOnSoaks);

const missed = missedBars();
for (const text of missed) console.error(`MISSED: ${text}`);
console.log(missed.length > 0 ? `${missed.length} bars missed` : 'every bar is held');
process.exitCode = missed.length > 0 ? 1 : 0;
