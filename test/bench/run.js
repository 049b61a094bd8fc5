// Ratios and costs, measured in one run; figures go to docs/benchmarks.md by hand.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { benchLooksAtMany, benchWatch } from './watch.js';
import { benchScale, fewScaleCases, scaleMatrix } from './scale.js';

const bin = join(import.meta.dirname, '../../bin/ringward.js');
const folder = mkdtempSync(join(tmpdir(), 'ringward-bench-'));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** CPU seconds of all ended children so far (fields 16 and 17 of /proc/self/stat, in ticks of 10 ms). */
function childCpuSeconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function timed(argv, options = {}) {
  const cpuBefore = childCpuSeconds();
  const begun = performance.now();
  const child = spawnSync(process.execPath, argv, { encoding: 'utf8', ...options });
  const wallMs = performance.now() - begun;
  return { wallMs, cpuSeconds: childCpuSeconds() - cpuBefore, ...child };
}

function benchVersion(runs = 21) {
  const pairs = Array.from({ length: runs + 1 }, () => [
    timed([bin, '--version']).wallMs,
    timed(['-e', '0']).wallMs,
  ]).slice(1);
  const ratios = pairs.map(([ours, node]) => ours / node);
  console.log(`ringward --version: median ${median(pairs.map(([a]) => a)).toFixed(0)} ms`);
  console.log(`node -e 0:          median ${median(pairs.map(([, b]) => b)).toFixed(0)} ms`);
  console.log(`ratio:              median ${median(ratios).toFixed(2)} over ${runs} pairs`);
}

function ringward(...argv) {
  const result = timed([bin, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { ...result, ok: result.status === 0 };
}

/** The inventory of the lab with a nodetool that writes down each of its starts. */
function countingInventory(lab, log) {
  const wrapper = join(folder, 'nodetool');
  writeFileSync(wrapper, `#!/bin/sh\necho x >>'${log}'\nexec '${lab}/node1/nodetool' "$@"\n`);
  chmodSync(wrapper, 0o755);
  const text = readFileSync(join(lab, 'ringward.yaml'), 'utf8');
  const file = join(folder, 'ringward.yaml');
  writeFileSync(file, text.replace('{home}/nodetool', wrapper));
  return file;
}

function benchLooks(lab, via, runs) {
  const log = join(folder, 'starts');
  const inventory = countingInventory(lab, log);
  const rows = Array.from({ length: runs + 1 }, () => {
    writeFileSync(log, '');
    const argv = ['health', '-i', inventory, '--via', via, '--format', 'json'];
    const { wallMs, cpuSeconds } = ringward(...argv);
    return { wallMs, cpuSeconds, starts: readFileSync(log, 'utf8').split('\n').length - 1 };
  }).slice(1);
  const of = (key) => median(rows.map((row) => row[key]));
  console.log(`health of one node, one look, --via ${via}, ${runs} runs:`);
  console.log(
    `  nodetool starts ${of('starts')}, CPU ${of('cpuSeconds').toFixed(1)} s, wall ${(of('wallMs') / 1000).toFixed(1)} s (medians)`,
  );
}

/** Of many nodes: how many, and how far away. */
const labCases = [
  ['look-case.js'],
  ['jmx-case.js'],
  ...['0', '20'].flatMap((awayMs) => ['1', '100'].map((nodes) => ['many-case.js', nodes, awayMs])),
];

function benchHealth(runs = 5) {
  const lab = join(folder, 'lab');
  if (!ringward('lab', 'up', '4.1.10', '--nodes', '1', '--network', '127.0.7', '--dir', lab).ok) {
    throw new Error('the lab did not start');
  }
  try {
    for (const via of ['auto', 'nodetool']) benchLooks(lab, via, runs);
    for (const [part, ...argv] of labCases) {
      const { stdout, status } = timed([join(import.meta.dirname, part), lab, ...argv]);
      if (status !== 0) throw new Error(`no figures of ${part}`);
      console.log(stdout.trimEnd());
    }
  } finally {
    ringward('lab', 'down', '--dir', lab);
  }
}

function benchRoll() {
  const lab = join(folder, 'lab-roll');
  if (!ringward('lab', 'up', '4.1.10', '--network', '127.0.8', '--dir', lab).ok) {
    throw new Error('the lab did not start');
  }
  try {
    const { stdout, status } = timed([join(import.meta.dirname, 'roll.js'), bin, lab]);
    if (status !== 0) throw new Error('no figures of a roll');
    console.log(stdout.trimEnd());
  } finally {
    ringward('lab', 'down', '--dir', lab);
  }
}

/** Nodes a rack, DCs, vnodes, RF, replication of Cassandra's own keyspaces: see waves-case.js. */
const waveCases = [
  ...['1', '16', '256'].flatMap((vnodes) => [
    ['10,10,10', '1', vnodes, '3', 'network'],
    ['20,7,3', '1', vnodes, '3', 'network'],
    ['100,100,100', '1', vnodes, '3', 'network'],
    ['200,70,30', '1', vnodes, '3', 'network'],
    ['50,50,50', '2', vnodes, '3', 'network'],
    ['334,333,333', '1', vnodes, '3', 'network'],
    ['167,167,166', '2', vnodes, '3', 'network'],
    ['200,200,200,200,200', '1', vnodes, '3,5', 'network'],
    ['10,10,10', '1', vnodes, '3,5', 'network'],
    ['100,100,100', '1', vnodes, '3,5', 'network'],
    ['30', '1', vnodes, '3', 'network'],
    ['100', '1', vnodes, '3', 'network'],
    ['300', '1', vnodes, '3', 'network'],
    ['1000', '1', vnodes, '3', 'network'],
    ['10,10,10', '1', vnodes, '3', 'simple'],
    ['100,100,100', '1', vnodes, '3', 'simple'],
  ]),
];

function benchWaves() {
  console.log(
    '| nodes a rack | DCs | vnodes | RF | system | waves | at least | ratio | largest | cstar, unsafe | CPU ms |',
  );
  for (const argv of waveCases) {
    const { stdout, status } = timed([join(import.meta.dirname, 'waves-case.js'), ...argv]);
    if (status !== 0) throw new Error(`no waves for ${argv.join(' ')}`);
    const row = JSON.parse(stdout);
    const { racks, dcs, vnodes, rf, system, waves, atLeast, ratio, largest, cpuMs } = row;
    const cstar = `${row.cstar}, ${row.cstarUnsafe}`;
    const cells = [racks, dcs, vnodes, rf, system, waves, atLeast, ratio, largest, cstar, cpuMs];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function benchAll() {
  if (process.argv.includes('--waves')) benchWaves();
  benchScale(process.argv.includes('--scale') ? scaleMatrix : fewScaleCases);
  benchVersion();
  benchLooksAtMany();
  if (!process.argv.includes('--no-watch')) benchWatch();
  if (!process.argv.includes('--no-lab')) {
    benchHealth();
    benchRoll();
  }
}

try {
  if (process.argv.includes('--roll')) benchRoll();
  else benchAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
