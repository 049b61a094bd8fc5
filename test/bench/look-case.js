// One whole health look at a lab's first node in one process, all detectors included: what a sample of a watch
// takes once connections are open. The first look, which opens them, is told apart.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { systemPorts } from '../../dist/adapters/system-ports.js';
import { looker } from '../../dist/cli/look.js';
import { parseInventory } from '../../dist/config/inventory.js';
import { detectAll, detectors } from '../../dist/detect/index.js';

const [lab = '', runsText = '20'] = process.argv.slice(2);
const file = join(lab, 'ringward.yaml');
const inventory = parseInventory(readFileSync(file, 'utf8'), file);
const { limits, nodes } = inventory;
const ports = systemPorts(join(import.meta.dirname, '../..'));
const wanted = new Set(detectors.flatMap(({ needs }) => needs));
const sorted = (numbers) => numbers.toSorted((a, b) => a - b);

/** Wall ms of a look and of its judgement; an answer that was not to be had by this way is counted. */
async function lookOnce(look) {
  const begun = performance.now();
  const snapshot = await look(() => wanted, false);
  detectAll([snapshot], limits);
  const ms = performance.now() - begun;
  const answers = Object.values(snapshot.nodes[0].sources);
  return { ms, seen: answers.filter(({ kind }) => kind === 'seen').length, all: answers.length };
}

for (const via of ['cql', 'jmx', 'auto']) {
  const looks = looker({ ...inventory, via }, limits, ports);
  const look = looks.at(nodes.slice(0, 1));
  const first = await lookOnce(look);
  const later = [];
  for (let i = 0; i < Number(runsText); i += 1) later.push((await lookOnce(look)).ms);
  await looks.close();
  const [median, most] = [sorted(later)[Math.floor(later.length / 2)], sorted(later).at(-1)];
  console.log(
    `one look, --via ${via}, in one process: median ${median.toFixed(0)} ms, longest ${most.toFixed(0)} ms (${later.length} looks); ` +
      `the first, which connects, ${first.ms.toFixed(0)} ms; ${first.seen} of ${first.all} answers`,
  );
}
