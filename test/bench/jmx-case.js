// One health sample of a lab's first node by JMX against one `nodetool status`: wall time, the CPU of both
// sides, and whether a hundred samples at one a second leave threads and heap of the node as they were.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemPorts } from '../../dist/adapters/system-ports.js';
import { beanSources } from '../../dist/collect/beans.js';
import { openJmx } from '../../dist/collect/jmx-clients.js';
import { collectNode } from '../../dist/collect/node.js';
import { nodetoolSources } from '../../dist/collect/nodetool.js';
import { parseInventory } from '../../dist/config/inventory.js';
import { detectors } from '../../dist/detect/index.js';

const [lab = '', samplesText = '100'] = process.argv.slice(2);
const file = join(lab, 'ringward.yaml');
const { nodes, jmx: access, limits } = parseInventory(readFileSync(file, 'utf8'), file);
const [node] = nodes;
const ports = systemPorts(join(import.meta.dirname, '../..'));
const jmx = openJmx({ ...ports, access, limits });
const client = await jmx.get(node);
const context = { ports, limits, signal: ports.signal, sessions: {}, node, jmx, via: 'jmx' };
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

async function sample(wanted) {
  const begun = performance.now();
  const { sources } = await collectNode(context, wanted);
  const ms = performance.now() - begun;
  for (const [source, answer] of Object.entries(sources)) {
    if (answer.kind !== 'seen' && answer.why !== 'unsupported')
      throw new Error(`${source}: ${answer.detail}`);
  }
  return ms;
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

/** Without what makes the lab's nodetool start faster than the one that comes with Cassandra. */
function shippedNodetool(folder) {
  const faster =
    /^'-(XX:SharedArchiveFile=.*|XX:TieredStopAtLevel=1|XX:-UsePerfData|XX:\+UseSerialGC)'$/;
  const [head, ...words] = readFileSync(join(node.home, 'conf/nodetool'), 'utf8').split(" '");
  const kept = words.map((word) => `'${word}`).filter((word) => !faster.test(word));
  const path = join(folder, 'nodetool');
  writeFileSync(path, [head, ...kept].join(' '), { mode: 0o755 });
  return path;
}

async function nodetoolCost(path) {
  return await cost(5, () => {
    const begun = performance.now();
    execFileSync(path, ['status']);
    return performance.now() - begun;
  });
}

/** All that a first look asks of beans: every later one asks less. */
const whole = new Set(
  detectors
    .flatMap(({ needs }) => needs)
    .filter((source) => nodetoolSources.includes(source) || beanSources.includes(source)),
);
const tick = new Set(['compactionstats']);
const folder = mkdtempSync(join(tmpdir(), 'ringward-bench-'));
await sample(whole);
const idle = await idleCpuMs(10_000);
const shipped = await nodetoolCost(shippedNodetool(folder));
const fast = await nodetoolCost(join(node.home, 'nodetool'));
rmSync(folder, { recursive: true });
const before = { threads: threads(), heapMiB: await heapMiB() };
const look = await cost(20, () => sample(whole));
const small = await cost(50, () => sample(tick));
for (let i = 0; i < Number(samplesText); i += 1) {
  await sample(whole);
  await sleep(1_000);
}
const after = { threads: threads(), heapMiB: await heapMiB() };
await jmx.closeAll();
const say = (what, { wallMs, cpuMs }, more) =>
  console.log(
    `${what.padEnd(32)} ${wallMs.toFixed(1)} ms, CPU on the node's machine ${cpuMs.toFixed(1)} ms ${more}`,
  );
const ratios = (one, other) =>
  `${(one.wallMs / other.wallMs).toFixed(3)}, CPU ${(one.cpuMs / other.cpuMs).toFixed(3)}`;
const against = (one, runs) =>
  `(${runs} runs); ratio ${ratios(one, shipped)}; to the lab's nodetool ${ratios(one, fast)}`;
say('nodetool status, as it comes:', shipped, '(5 runs)');
say('the same, with a class archive:', fast, '(5 runs)');
say('a whole look by JMX:', look, against(look, 20));
say('compactions by JMX:', small, against(small, 50));
console.log(
  `the node idle: ${idle.toFixed(0)} ms of CPU a second; ${samplesText} looks at one a second: ` +
    `threads ${before.threads} → ${after.threads}, heap after a collection ${before.heapMiB.toFixed(0)} → ${after.heapMiB.toFixed(0)} MiB`,
);
