// Many simulated nodes: how long a look takes, and whether a watch over hours keeps its memory.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

function lines(file, ...argv) {
  const path = join(import.meta.dirname, file);
  const { stdout, status } = spawnSync(process.execPath, ['--expose-gc', path, ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`no figures of ${file} ${argv.join(' ')}`);
  return stdout.trimEnd().split('\n');
}

/** Nodes without JMX, and for how many of them nodetool is started at once. */
const looks = [
  ['1', '8'],
  ['100', '8'],
  ['100', '100'],
];

export function benchLooksAtMany() {
  for (const argv of looks) console.log(lines('health-case.js', ...argv).join('\n'));
}

export function benchWatch() {
  const told = lines('watch-case.js', '100', '24').map((line) => JSON.parse(line));
  for (const one of told) console.log(JSON.stringify(one));
  const heaps = told.filter(({ hour }) => hour !== undefined).map(({ heapMiB }) => heapMiB);
  const growth = Math.max(...heaps) / heaps[0] - 1;
  console.log(`memory of the watch grew by ${(growth * 100).toFixed(1)} % (aim: at most 10 %)`);
}
