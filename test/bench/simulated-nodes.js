// A simulated cluster on a clock of its own with the inventory that leads to it, for benchmarks.
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';

// As in the tool itself: every question to every node listens.
setMaxListeners(Infinity);
const root = join(import.meta.dirname, '../..');
const load = (path) => import(join(root, 'dist', path));
const { diskFiles } = await load('adapters/disk-files.js');
const { productionLimits } = await load('model/limits.js');
const { closedJmx } = await load('ports/jmx.js');
const { simulatedCluster } = await load('simulate/cluster.js');
const { simulatedCql } = await load('simulate/cql.js');
const { newCluster } = await load('simulate/new-cluster.js');
const { simulatedRunner } = await load('simulate/runner.js');

/** One DC of three racks (of one with a single node), 16 vnodes, healthy. */
export function simulatedNodes(count, limits = productionLimits) {
  const inRack = (rack) => Math.floor((count + 2 - rack) / 3);
  const racks = { rack1: inRack(0), rack2: inRack(1), rack3: inRack(2) };
  const state = newCluster({
    name: 'bench',
    seed: 1,
    at: Date.UTC(2026, 10, 24),
    release: '4.1.10',
    dcs: { dc1: Object.fromEntries(Object.entries(racks).filter(([, nodes]) => nodes > 0)) },
    vnodes: 16,
    keyspaces: [
      {
        name: 'app',
        replication: { kind: 'network', rfByDc: { dc1: Math.min(3, count) } },
        tables: ['events', 'users'],
      },
    ],
  });
  const nodes = state.nodes.map(({ address }) => ({
    address,
    cqlAddress: address,
    cqlPort: 9042,
    nodetool: ['nodetool', '-h', address],
    commands: { log: ['ssh', address, 'tail', '/var/log/cassandra/system.log'] },
  }));
  const cluster = simulatedCluster(state);
  return {
    inventory: {
      ...{ cluster: 'bench', transport: 'local', nodes, cql: {}, jmx: {}, via: 'auto', limits },
      consistency: { default: ['LOCAL_QUORUM'] },
    },
    cluster,
    runner: simulatedRunner(cluster, nodes),
    cql: simulatedCql(cluster, nodes),
  };
}

/** What a command is given; what it prints goes to `streams`. */
export function portsOf({ cluster, runner, cql, streams }) {
  const never = new globalThis.AbortController().signal;
  const nothing = () => undefined;
  return {
    ...{ clock: cluster.clock, machineClock: cluster.clock, runner, cql, jmx: closedJmx, streams },
    files: diskFiles,
    live: { update: nothing, clear: nothing, stop: nothing },
    env: {},
    cwd: '/',
    self: { packageFolder: root },
    signal: never,
    secondSignal: never,
  };
}
