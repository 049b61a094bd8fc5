// One simulated cluster: planned, judged and rolled; prints one line of JSON. Arguments: nodes, vnodes, keyspaces.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const root = join(import.meta.dirname, '../..');
const load = (path) => import(join(root, 'dist', path));
const { catalogue } = await load('cli/catalogue.js');
const { needsOf } = await load('cli/make-plan.js');
const { parsePlaybook } = await load('config/playbook.js');
const { detectors } = await load('detect/index.js');
const { gates } = await load('gates/index.js');
const { productionLimits } = await load('model/limits.js');
const { buildPlan } = await load('plan/build.js');
const { rehearse } = await load('rehearse/rehearse.js');
const { simulatedCluster } = await load('simulate/cluster.js');
const { simulatedLooks } = await load('simulate/look.js');
const { newCluster } = await load('simulate/new-cluster.js');

const [nodes, vnodes, keyspaces] = process.argv.slice(2).map(Number);
const noOtherWay = () => () => Promise.reject(new Error('every tool is whole here'));

/** One DC of three racks, RF 3; where there are nodes enough every tenth keyspace has RF 5. */
function wantedCluster() {
  const rfOf = (index) => (index % 10 === 9 && nodes > 5 ? 5 : 3);
  const inRack = (rack) => Math.floor((nodes + 2 - rack) / 3);
  return newCluster({
    name: 'scale',
    seed: 1,
    at: Date.UTC(2026, 10, 24),
    release: '4.1.10',
    dcs: { dc1: { rack1: inRack(0), rack2: inRack(1), rack3: inRack(2) } },
    vnodes,
    keyspaces: Array.from({ length: keyspaces }, (_, index) => ({
      name: `app${index}`,
      replication: { kind: 'network', rfByDc: { dc1: rfOf(index) } },
      tables: ['events'],
    })),
  });
}

function inventoryOf(state) {
  const systemctl = (address, act) => ['ssh', address, 'systemctl', act, 'cassandra'];
  return {
    cluster: 'scale',
    transport: 'local',
    nodes: state.nodes.map(({ address }) => ({
      address,
      cqlAddress: address,
      cqlPort: 9042,
      nodetool: ['nodetool', '-h', address],
      commands: {
        stop: systemctl(address, 'stop'),
        running: systemctl(address, 'is-active'),
        start: systemctl(address, 'start'),
        fetch: ['ssh', address, 'apt-get', 'install', '--download-only', 'cassandra={version}'],
        install: ['ssh', address, 'apt-get', 'install', 'cassandra={version}'],
        configure: ['ssh', address, 'put-config', '{version}'],
      },
    })),
    cql: {},
    consistency: { default: ['LOCAL_QUORUM'] },
    limits: productionLimits,
  };
}

async function timed(work) {
  const begun = performance.now();
  const result = await work();
  return { result, ms: Math.round(performance.now() - begun) };
}

const state = wantedCluster();
const inventory = inventoryOf(state);
const limits = inventory.limits;
const file = join(root, 'playbooks/upgrade-4.1-to-5.0.yaml');
const playbook = parsePlaybook(readFileSync(file, 'utf8'), file, catalogue, limits);
const toVersion = '5.0.8';
const needs = needsOf({ inventory, playbook, toVersion });
const looks = simulatedLooks(simulatedCluster(state), limits, noOtherWay);
const { result: snapshot, ms: lookMs } = await timed(() => looks(inventory.nodes)(needs, true));

const { result: detections, ms: healthMs } = await timed(() =>
  detectors.map((detector) => detector.detect([snapshot], limits)),
);
const findings = detections.flatMap((detection) => detection.findings);
const { result: planned, ms: planMs } = await timed(() =>
  buildPlan({ playbook, snapshot, inventory, toVersion, limits, findings, at: state.at }),
);
if (planned.kind !== 'plan') throw new Error(JSON.stringify(planned.problems.slice(0, 3)));

const { result: rehearsal, ms: rehearsalMs } = await timed(() =>
  rehearse({ plan: planned.plan, inventory, state, gates, detectors, longLook: () => noOtherWay }),
);
const done = rehearsal.nodes.filter((node) => node.state === 'done').length;
if (done !== nodes) throw new Error(`${done} of ${nodes} nodes were rolled: ${rehearsal.message}`);
const { maxRSS, userCPUTime } = process.resourceUsage();
const peakRssMiB = Math.round(maxRSS / 1024);
const cpuSeconds = Math.round(userCPUTime / 100_000) / 10;
const spent = { lookMs, healthMs, planMs, rehearsalMs, peakRssMiB, cpuSeconds };
console.log(JSON.stringify({ nodes, vnodes, keyspaces, ...spent }));
