// A look at many nodes, all of which are a lab's first one under other names: what asking them costs this machine, over real
// sockets. The first look connects. Arguments: lab, nodes, milliseconds that each question takes longer, as over a network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { systemPorts } from '../../dist/adapters/system-ports.js';
import { looker } from '../../dist/cli/look.js';
import { parseInventory } from '../../dist/config/inventory.js';
import { detectAll, detectors } from '../../dist/detect/index.js';

const [lab = '', count = '100', awayMs = '0'] = process.argv.slice(2);
const file = join(lab, 'ringward.yaml');
const inventory = parseInventory(readFileSync(file, 'utf8'), file);
const { limits } = inventory;
const addressOf = (i) => `10.72.${Math.floor(i / 250)}.${(i % 250) + 1}`;
const nodes = Array.from({ length: Number(count) }, (_, i) => ({
  ...inventory.nodes[0],
  address: addressOf(i),
}));
const wanted = new Set(detectors.flatMap(({ needs }) => needs));

/** The same object, with every answer of these methods later. */
function later(object, methods) {
  const slow =
    (method) =>
    async (first, ...rest) => {
      await setTimeout(Number(awayMs));
      return await object[method](first, ...rest);
    };
  return { ...object, ...Object.fromEntries(methods.map((method) => [method, slow(method)])) };
}

/** They stand for nodes elsewhere: the commands that run here do not run where they are. */
function portsToElsewhere() {
  const ports = systemPorts(join(import.meta.dirname, '../..'));
  const elsewhere = ['echo', '/proc/sys/kernel/hostname:elsewhere'];
  const argvOf = ({ argv }) => (argv[0] === 'find' ? elsewhere : argv);
  const runner = { run: (request) => ports.runner.run({ ...request, argv: argvOf(request) }) };
  const asking = ['getAttribute', 'getAttributes', 'queryNames', 'invoke'];
  const jmx = { client: (place) => later(ports.jmx.client(place), asking) };
  const connect = async (target) => later(await ports.cql.connect(target), ['execute']);
  return { ...ports, runner, jmx, cql: { connect } };
}

const looks = looker({ ...inventory, nodes }, limits, portsToElsewhere());
for (const which of ['first', 'second']) {
  const [begun, cpuBegun] = [performance.now(), process.cpuUsage()];
  const snapshot = await looks.at(nodes)(() => wanted, false);
  detectAll([snapshot], limits);
  const wallMs = Math.round(performance.now() - begun);
  const { user, system } = process.cpuUsage(cpuBegun);
  const answers = snapshot.nodes.flatMap(({ sources }) => Object.values(sources));
  const timedOut = answers.filter(({ why }) => why === 'timed-out').length;
  const cpuMs = Math.round((user + system) / 1_000);
  const of = { look: which, nodes: nodes.length, awayMs: Number(awayMs) };
  console.log(JSON.stringify({ ...of, wallMs, cpuMs, timedOut }));
}
await looks.close();
