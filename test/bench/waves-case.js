// Waves of one simulated cluster against their lower bound and against cstar's topology strategy; prints one line
// of JSON. Arguments: nodes a rack ("10,10,10"), DCs, vnodes, RF ("3", "3,5"), replication of system_auth
// and system_distributed ("network", "simple" as Cassandra creates them).
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const load = (path) => import(join(root, 'dist', path));
const { planWaves } = await load('plan/waves/waves.js');
const { orderNodes } = await load('plan/order.js');
const { judgeRanges } = await load('rules/range-safety.js');
const { replicaGroups } = await load('rules/replica-groups.js');
const { newCluster } = await load('simulate/new-cluster.js');
const { ringsOf } = await load('simulate/placement.js');

const [racks, dcCount, vnodes, rfs, system] = process.argv.slice(2);
const numbers = (text) => text.split(',').map(Number);

/** 50 keyspaces; with two replication factors every tenth has the second. */
function wantedRings() {
  const sizes = Object.fromEntries(
    numbers(racks).map((count, index) => [`rack${index + 1}`, count]),
  );
  const names = Array.from({ length: Number(dcCount) }, (_, index) => `dc${index + 1}`);
  const network = (rf) => ({
    kind: 'network',
    rfByDc: Object.fromEntries(names.map((dc) => [dc, rf])),
  });
  const rfOf = (index) => numbers(rfs).at(index % 10 === 9 ? -1 : 0);
  const state = newCluster({
    name: 'waves',
    seed: 1,
    at: Date.UTC(2026, 10, 27),
    release: '4.1.10',
    dcs: Object.fromEntries(names.map((dc) => [dc, sizes])),
    vnodes: Number(vnodes),
    keyspaces: Array.from({ length: 50 }, (_, index) => ({
      name: `app${index}`,
      replication: network(rfOf(index)),
      tables: ['events'],
    })),
  });
  const isPlacedAnew = ({ name }) =>
    system === 'network' && ['system_auth', 'system_distributed'].includes(name);
  const keyspaces = state.keyspaces.map((keyspace) =>
    isPlacedAnew(keyspace) ? { ...keyspace, replication: network(3) } : keyspace,
  );
  return { nodes: state.nodes, rings: ringsOf({ ...state, keyspaces }) };
}

/**
 * cstar's strategy `topology` as its users describe it, all nodes taking equally long: DC by DC, a host
 * starts when it shares no range of a keyspace that is not Cassandra's own with one that runs, replicas
 * in other DCs left out. It knows neither RF nor consistency level.
 */
function cstarWaves(nodes, rings) {
  const sharing = new Map(nodes.map(({ address }) => [address, new Set()]));
  const own = rings.filter(({ keyspace }) => !keyspace.name.startsWith('system'));
  for (const ranges of new Set(own.map((ring) => ring.ranges))) {
    for (const { replicas } of ranges) {
      for (const one of replicas) {
        for (const other of replicas) {
          if (one.dc === other.dc) sharing.get(one.address).add(other.address);
        }
      }
    }
  }
  const waves = [];
  for (const dc of new Set(nodes.map((node) => node.dc))) {
    let rest = nodes.filter((node) => node.dc === dc);
    while (rest.length > 0) {
      const wave = [];
      const isFree = ({ address }) => wave.every((other) => !sharing.get(address).has(other));
      rest = rest.filter((node) => !isFree(node) || !wave.push(node.address));
      waves.push(wave);
    }
  }
  return waves;
}

const { nodes: unordered, rings } = wantedRings();
const nodes = orderNodes(unordered).map(({ node }) => node);
const consistency = { default: ['LOCAL_QUORUM'] };
const { groups } = replicaGroups(rings, consistency, true);
const lostBy = (wave) => judgeRanges(groups, new Set(wave)).lost.length > 0;

const begun = process.cpuUsage();
const result = planWaves({ nodes, rings, consistency, authenticatorOn: true });
const { user, system: kernel } = process.cpuUsage(begun);
const cpuMs = Math.round((user + kernel) / 1_000);
if (result.kind !== 'waves') throw new Error(JSON.stringify(result.problems.slice(0, 3)));
const waves = result.waves.map((wave) => wave.map(({ address }) => address));
if (waves.some(lostBy)) throw new Error('a wave loses a range');
const cstar = cstarWaves(nodes, rings);
console.log(
  JSON.stringify({
    nodes: nodes.length,
    ...{ racks, dcs: Number(dcCount), vnodes: Number(vnodes), rf: rfs, system },
    waves: waves.length,
    atLeast: result.bound.atLeast,
    ratio: Number((waves.length / result.bound.atLeast).toFixed(2)),
    largest: Math.max(...waves.map((wave) => wave.length)),
    cstar: cstar.length,
    cstarUnsafe: cstar.filter(lostBy).length,
    cpuMs,
  }),
);
