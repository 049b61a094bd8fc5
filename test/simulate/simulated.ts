import { openSessions } from '../../src/collect/sessions.ts';
import { collectSnapshot } from '../../src/collect/snapshot.ts';
import type { FreezeCommands } from '../../src/model/freeze.ts';
import type { Inventory, InventoryNode } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { SourceId } from '../../src/model/snapshot.ts';
import { simulatedCluster } from '../../src/simulate/cluster.ts';
import { simulatedCql } from '../../src/simulate/cql.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { newCluster, type ClusterWish } from '../../src/simulate/new-cluster.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { simulatedRunner } from '../../src/simulate/runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

export const start = Date.UTC(2026, 10, 24);

/** Three nodes in three racks, RF 3, unless the wish says otherwise. */
export function clusterOf(wish: Partial<ClusterWish> = {}, faults: readonly Fault[] = []) {
  const state = newCluster({
    name: 'sim',
    seed: 1,
    at: start,
    release: '4.1.10',
    dcs: { dc1: { rack1: 1, rack2: 1, rack3: 1 } },
    vnodes: 4,
    keyspaces: [
      { name: 'app', replication: { kind: 'network', rfByDc: { dc1: 3 } }, tables: ['events'] },
    ],
    ...wish,
  });
  return { ...state, faults };
}

/** The nodes as an operator's inventory would name them, with commands over ssh. */
export function inventoryNodes(addresses: readonly string[]): readonly InventoryNode[] {
  return addresses.map((address) => ({
    address,
    cqlAddress: address,
    cqlPort: 9042,
    nodetool: ['nodetool', '-h', address, '-p', '7199'],
    commands: {
      stop: ['ssh', address, 'systemctl', 'stop', 'cassandra'],
      running: ['ssh', address, 'systemctl', 'is-active', 'cassandra'],
      fetch: ['ssh', address, 'apt-get', 'install', '--download-only', 'cassandra={version}'],
      install: ['ssh', address, 'apt-get', 'install', 'cassandra={version}'],
      configure: ['ssh', address, 'put-config', '{version}'],
      clearCompactionHistory: ['ssh', address, 'clear-compaction-history'],
      storageCompatibility: ['ssh', address, 'set-mode', '{mode}'],
      start: ['ssh', address, 'systemctl', 'start', 'cassandra'],
      log: ['ssh', address, 'tail', '/var/log/cassandra/system.log'],
    },
  }));
}

/** A living cluster with everything that asks it. */
export function simulated(wish: Partial<ClusterWish> = {}, faults: readonly Fault[] = []) {
  return simulatedFrom(clusterOf(wish, faults));
}

export function simulatedFrom(
  state: ClusterState,
  onChange?: (state: ClusterState, now: number) => void,
  nodes = inventoryNodes(state.nodes.map(({ address }) => address)),
  freeze?: FreezeCommands,
) {
  const cluster = simulatedCluster(state, onChange);
  const runner = simulatedRunner(cluster, nodes, freeze);
  const cql = simulatedCql(cluster, nodes);
  const { clock } = cluster;
  const sessions = openSessions({
    cql,
    clock,
    limits: labLimits,
    access: {},
    files: memoryFiles(),
    env: {},
  });
  const signal = new AbortController().signal;
  const look = (sources: readonly SourceId[], rings = false) =>
    collectSnapshot(nodes, new Set(sources), {
      ports: { runner, clock },
      limits: labLimits,
      signal,
      sessions,
      rings,
    });
  return { cluster, clock, nodes, runner, cql, look };
}

/** As of a file that names no more than the nodes. */
export function inventoryWith(nodes: readonly InventoryNode[]): Inventory {
  return {
    cluster: 'sim',
    transport: 'local',
    nodes,
    cql: {},
    jmx: {},
    via: 'auto',
    consistency: {},
    limits: labLimits,
  };
}
