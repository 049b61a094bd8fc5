// `watch` on simulated nodes for hours of their time, of which one in two has a compaction that stands still for 30
// minutes; prints a line of JSON after some hours and at the end. Arguments: nodes, hours.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { portsOf, simulatedNodes } from './simulated-nodes.js';

const root = join(import.meta.dirname, '../..');
const { watchOn } = await import(join(root, 'dist/cli/watch-run.js'));

const [nodes, hours] = process.argv.slice(2).map(Number);
const { inventory, cluster, cql, runner } = simulatedNodes(nodes);
const begun = cluster.clock.now();
const wanted = [1, 6, 12, 24].filter((hour) => hour <= hours);
/** Two or three whole looks are kept, as it comes: the least of ten minutes compares. */
const leastOfMs = 600_000;
let least = Infinity;
let events = 0;

function heapMiB() {
  globalThis.gc();
  globalThis.gc();
  return Math.round((process.memoryUsage().heapUsed / 2 ** 20) * 10) / 10;
}

/** From minute 10 to 40 of every second hour, on one node after the other. */
function freezeNowAndThen() {
  const now = cluster.clock.now();
  const minutes = Math.floor((now - begun) / 60_000);
  const isFrozen = minutes % 120 >= 10 && minutes % 120 < 40;
  const turn = Math.floor(minutes / 120);
  const state = cluster.state();
  const of = (turn * 7) % state.nodes.length;
  const id = `00000000-0000-4000-8000-${String(turn).padStart(12, '0')}`;
  const frozen = {
    ...{ id, kind: 'compaction', keyspace: 'app', table: 'events', startedAt: begun },
    ...{ totalBytes: 1e12, bytesPerSecond: 1e6, frozenAt: begun + turn * 7_200_000 + 600_000 },
  };
  const isThere = state.nodes[of].work.compactions.some((one) => one.id === id);
  if (isFrozen === isThere) return;
  const nodes = state.nodes.map((node, i) => {
    const others = node.work.compactions.filter((one) => one.id !== id);
    const compactions = isFrozen && i === of ? [...others, frozen] : others;
    return { ...node, work: { ...node.work, compactions } };
  });
  cluster.change({ ...state, nodes });
}

function onLine(line) {
  const { type } = JSON.parse(line);
  if (type === 'status') freezeNowAndThen();
  if (type === 'opened' || type === 'closed') events += 1;
  if (type !== 'status' || wanted.length === 0) return;
  const leftMs = wanted[0] * 3_600_000 - (cluster.clock.now() - begun);
  if (leftMs > leastOfMs) return;
  least = Math.min(least, heapMiB());
  // The last line comes up to a minute before the end.
  if (leftMs > 60_000) return;
  const hour = wanted.shift();
  const cpuSeconds = Math.round(process.cpuUsage().user / 1e6);
  const rssMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(JSON.stringify({ nodes, hour, heapMiB: least, rssMiB, cpuSeconds, events }));
  least = Infinity;
}

const streams = {
  out: (text) => text.split('\n').filter(Boolean).forEach(onLine),
  err: () => undefined,
  outIsTerminal: false,
  errIsTerminal: false,
  columns: 80,
  colorLevel: 0,
};
const options = { forMs: hours * 3_600_000, failOn: 'warning', format: 'ndjson' };
const wallBegun = performance.now();
const exitCode = await watchOn(inventory, options, portsOf({ cluster, cql, runner, streams }));
const wallSeconds = Math.round((performance.now() - wallBegun) / 1_000);
console.log(JSON.stringify({ nodes, hours, exitCode, events, wallSeconds, heapMiB: heapMiB() }));
