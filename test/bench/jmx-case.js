// One health sample of a lab's first node by JMX against one `nodetool status`: wall time, the CPU of both
// sides, and whether a hundred samples at one a second leave threads and heap of the node as they were.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemPorts } from '../../dist/adapters/system-ports.js';
import { askBeans, beanSources } from '../../dist/collect/beans.js';
import { openJmx } from '../../dist/collect/jmx-clients.js';
import { askJmx } from '../../dist/collect/jmx.js';
import { nodetoolSources } from '../../dist/collect/nodetool.js';
import { parseInventory } from '../../dist/config/inventory.js';

const [lab = '', samplesText = '100'] = process.argv.slice(2);
const file = join(lab, 'ringward.yaml');
const { nodes, jmx: access, limits } = parseInventory(readFileSync(file, 'utf8'), file);
const [node] = nodes;
const ports = systemPorts(join(import.meta.dirname, '../..'));
const jmx = openJmx({ ...ports, access, limits });
const client = await jmx.get(node);
const context = { ports, limits, signal: ports.signal, sessions: {}, node };
const pid = readFileSync(join(node.home, 'pid'), 'utf8').trim();

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** CPU of the node so far, ms (ticks of 10 ms). */
function nodeCpuMs() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** CPU of programs that ran here and have ended, ms: nodetool's own JVM, which runs on the node's machine. */
function childCpuMs() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

const threads = () =>
  Number(/^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

/** Used heap after a collection, MiB. */
async function heapMiB() {
  await client.invoke('java.lang:type=Memory', 'gc', [], []);
  const usage = await client.getAttribute('java.lang:type=Memory', 'HeapMemoryUsage');
  return usage.get('used') / 1024 ** 2;
}

/** What a look needs once, and what each tick of a watch needs. */
async function sample(sources) {
  const begun = performance.now();
  for (const source of sources) {
    const answer = await askJmx(context, client, source);
    if (answer.kind !== 'seen' && answer.why !== 'unsupported')
      throw new Error(`${source}: ${answer.detail}`);
  }
  return performance.now() - begun;
}

/** All that is asked of beans at a first look: every later one asks less. */
async function wholeSample() {
  const begun = performance.now();
  await sample(beside);
  await askBeans(context, new Set(beanSources), { jmx: client });
  return performance.now() - begun;
}

/** Wall time of one, and its CPU on the machine of the node, over several. */
async function cost(times, work) {
  const [node, child] = [nodeCpuMs(), childCpuMs()];
  const walls = [];
  for (let i = 0; i < times; i += 1) walls.push(await work());
  const all = nodeCpuMs() - node + childCpuMs() - child;
  return { wallMs: median(walls), cpuMs: all / times };
}

async function idleCpuMs(ms) {
  const cpu = nodeCpuMs();
  await sleep(ms);
  return (nodeCpuMs() - cpu) / (ms / 1_000);
}

const tick = ['compactionstats'];
const beside = nodetoolSources.filter(
  (source) =>
    !['gossipinfo', 'pending-hints', 'compaction-throughput', 'hinted-handoff'].includes(source),
);
await sample(nodetoolSources);
const idle = await idleCpuMs(10_000);
const nodetool = await cost(5, () => {
  const begun = performance.now();
  execFileSync(join(node.home, 'nodetool'), ['status']);
  return performance.now() - begun;
});
const before = { threads: threads(), heapMiB: await heapMiB() };
const whole = await cost(20, wholeSample);
const small = await cost(50, () => sample(tick));
for (let i = 0; i < Number(samplesText); i += 1) {
  await wholeSample();
  await sleep(1_000);
}
const after = { threads: threads(), heapMiB: await heapMiB() };
await jmx.closeAll();
const ratio = (one, key) => (one[key] / nodetool[key]).toFixed(3);
const of = ({ wallMs, cpuMs }) =>
  `${wallMs.toFixed(1)} ms, CPU on the node's machine ${cpuMs.toFixed(1)} ms`;
console.log(
  `nodetool status:        ${of(nodetool)} (5 runs; the node idle: ${idle.toFixed(0)} ms of CPU a second)`,
);
console.log(
  `a whole look by JMX:    ${of(whole)}; ratio ${ratio(whole, 'wallMs')}, CPU ${ratio(whole, 'cpuMs')} (20 runs)`,
);
console.log(
  `compactions by JMX:     ${of(small)}; ratio ${ratio(small, 'wallMs')}, CPU ${ratio(small, 'cpuMs')} (50 runs)`,
);
console.log(
  `${samplesText} looks at one a second: threads ${before.threads} → ${after.threads}, ` +
    `heap after a collection ${before.heapMiB.toFixed(0)} → ${after.heapMiB.toFixed(0)} MiB`,
);
