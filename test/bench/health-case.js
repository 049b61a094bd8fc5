// One look of `health` at simulated nodes, which have no JMX, as long as it takes in their time. Arguments: nodes, `concurrency`.
import { join } from 'node:path';
import { portsOf, simulatedNodes } from './simulated-nodes.js';

const root = join(import.meta.dirname, '../..');
const { tellHealth } = await import(join(root, 'dist/cli/health-run.js'));
const { productionLimits } = await import(join(root, 'dist/model/limits.js'));

const [nodes, concurrency] = process.argv.slice(2).map(Number);
const { inventory, cluster, cql, runner } = simulatedNodes(nodes, {
  ...productionLimits,
  concurrency,
});
const streams = { out: () => undefined, err: () => undefined, columns: 80, colorLevel: 0 };
const begun = cluster.clock.now();
const cpuBegun = process.cpuUsage().user;
const options = { failOn: 'warning', format: 'json' };
const exitCode = await tellHealth(inventory, options, portsOf({ cluster, cql, runner, streams }));
const wallMs = cluster.clock.now() - begun;
const cpuMs = Math.round((process.cpuUsage().user - cpuBegun) / 1_000);
console.log(JSON.stringify({ nodes, concurrency, exitCode, wallMs, cpuMs }));
