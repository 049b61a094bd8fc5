// The plain z of the spike detector on the disk columns of the Server Machine Dataset, 1-minute rows.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { severeZ } from '../../dist/detect/io/own-history.js';
import { zMeter } from '../../dist/detect/io/record-ratio.js';
import { atLeast, atMost, counted } from './bars.js';
import { episodes } from './nab-score.js';

const named = { machines: 4, events: 72, 'machine-days': 65 };
/** Places of the disk columns in the original 38, counted from 1. */
const isDisk = (column) => column >= 9 && column <= 16;
/** Columns are scaled to 0..1. */
const domainFloor = 0.01;
const rowsADay = 24 * 60;
const holdRows = rowsADay / 2;
const otherLimits = [8.8, 10, 12, 13, 14, 16];

function readTable(file) {
  const [head, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  const names = head.split(',');
  return { names, rows, column: (name) => rows.map((row) => row[names.indexOf(name)]) };
}

/** Last row of an event counts to it. */
function readEvents(file) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [rows, columns] = line.split(':');
    const [from, to] = rows.split('-').map(Number);
    return { from, to, hasDisk: columns.split(',').map(Number).some(isDisk) };
  });
}

/** z of every disk column over the test rows; the training rows are the past it has learnt from. */
function readMachine(folder, name) {
  const train = readTable(join(folder, `${name}_train.csv.gz`));
  const test = readTable(join(folder, `${name}_test.csv.gz`));
  const columns = test.names.filter((column) => column.startsWith('disk_'));
  const zs = columns.map((column) => {
    const zOf = zMeter(domainFloor);
    for (const value of train.column(column)) zOf(value);
    return test.column(column).map((value) => zOf(value));
  });
  const events = readEvents(join(folder, `${name}_interpretation.txt`));
  return { name, zs, events, rows: test.rows.length };
}

/** Rows at which a column is at the limit or above, and above all it was in the last 12 h. */
function alertsOf(zs, limit) {
  return zs.flatMap((z, row) => {
    if (z < limit) return [];
    return zs.slice(Math.max(0, row - holdRows), row).every((one) => z > one) ? [row] : [];
  });
}

function judge({ zs, events, rows }, limit) {
  const alerts = [...new Set(zs.flatMap((column) => alertsOf(column, limit)))].sort(
    (a, b) => a - b,
  );
  const isIn = (row, { from, to }) => row >= from && row <= to;
  const disk = events.filter(({ hasDisk }) => hasDisk);
  const outside = alerts.filter((row) => !events.some((event) => isIn(row, event)));
  return {
    events: disk.length,
    hit: disk.filter((event) => alerts.some((row) => isIn(row, event))).length,
    false: episodes(outside),
    days: rows / rowsADay,
  };
}

function total(results) {
  const sum = (key) => results.reduce((all, one) => all + one[key], 0);
  return { events: sum('events'), hit: sum('hit'), false: sum('false'), days: sum('days') };
}

const figures = (one) =>
  `${one.hit} of ${one.events} events (recall ${(one.hit / one.events).toFixed(3)}), ` +
  `${one.false} false-alarm episodes (${(one.false / one.days).toFixed(2)} a machine-day)`;

export function scoreOnSmd(folder) {
  const smd = join(folder, 'smd-disk');
  const names = readdirSync(smd).flatMap((file) => /^(.*)_test\.csv\.gz$/.exec(file)?.[1] ?? []);
  const machines = names.map((name) => readMachine(smd, name));
  const results = machines.map((machine) => judge(machine, severeZ));
  const all = total(results);
  counted('machines', machines.length, named.machines);
  counted('events on disks', all.events, named.events);
  counted('machine-days', Math.floor(all.days), named['machine-days']);
  machines.forEach(({ name }, i) => {
    console.log(`    ${name}: ${figures(results[i])}`);
  });
  for (const limit of otherLimits.filter((one) => one !== severeZ)) {
    console.log(
      `    beside it, z >= ${limit}: ${figures(total(machines.map((one) => judge(one, limit))))}`,
    );
  }
  console.log(`  z >= ${severeZ}, as shipped: ${figures(all)}`);
  atLeast(`recall at z >= ${severeZ}`, all.hit / all.events, 0.87, 3);
  atMost(`false alarms a machine-day at z >= ${severeZ}`, all.false / all.days, 0.9, 2);
}
