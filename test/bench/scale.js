// Plans, judges and rehearses simulated clusters of growing size, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const scaleCase = join(import.meta.dirname, 'scale-case.js');
const measured = ['planMs', 'rehearsalMs', 'healthMs', 'peakRssMiB'];

/** Nodes, vnodes, keyspaces. */
export const scaleMatrix = matrixOf([3, 30, 300, 1000], [16, 256], [1, 10, 50]);
export const fewScaleCases = matrixOf([3, 30, 300], [16], [10]);

/** Each size stands behind the next smaller one it is compared with. */
function matrixOf(sizes, vnodes, keyspaces) {
  return vnodes.flatMap((each) =>
    keyspaces.flatMap((count) => sizes.map((nodes) => [nodes, each, count])),
  );
}

/** In brackets how many times as much as at the size before. */
export function benchScale(cases) {
  console.log(
    '| nodes | vnodes | keyspaces | plan ms | rehearse ms | health ms | peak MiB | CPU s |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  let before;
  for (const wanted of cases) {
    const row = measure(wanted);
    const isGrown = before !== undefined && before.nodes < row.nodes;
    const cells = measured.map((key) => {
      return isGrown ? `${row[key]} (${ratio(row[key], before[key])})` : row[key];
    });
    console.log(`| ${[...wanted, ...cells, row.cpuSeconds].join(' | ')} |`);
    before = row;
  }
}

function measure(wanted) {
  const argv = [scaleCase, ...wanted.map(String)];
  const { stdout, status } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`no result for ${wanted.join(' ')}`);
  return JSON.parse(stdout);
}

function ratio(now, before) {
  return `x${(now / Math.max(1, before)).toFixed(1)}`;
}
