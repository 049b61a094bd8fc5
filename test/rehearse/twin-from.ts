import { loadInventory } from '../../src/cli/load-inventory.ts';
import { watchAll } from '../../src/cli/watch-cluster.ts';
import { detectAll } from '../../src/detect/index.ts';
import { findingKey } from '../../src/model/finding.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { looksAtTwin } from '../../src/rehearse/carried-over.ts';
import { twinOf } from '../../src/rehearse/twin.ts';
import type { CompactionFailure, Fault } from '../../src/simulate/fault.ts';
import type { ClusterState, SimulatedNode, Work } from '../../src/simulate/state.ts';
import { inventoryText, stage } from '../record/recorded.ts';
import { clusterOf, start } from '../simulate/simulated.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';

const planned = simulatedRoll();

const logCommand = "[ssh, '{address}', tail, /var/log/cassandra/system.log]";

/** What was seen of a cluster, and its twin. */
export async function twinFrom(state: ClusterState, forMs = 0) {
  const { plan } = await planned;
  const ports = stage(state);
  const addresses = state.nodes.map(({ address }) => address);
  const withLog = `${inventoryText(addresses)}commands: {log: ${logCommand}}\n`;
  await ports.files.writeText('/here/ringward.yaml', withLog, 0o600);
  const sight = await watchAll(await loadInventory({}, ports), { forMs }, ports);
  const twin = twinOf(plan, sight, 7);
  return { plan, sight, twin, onTwin: looksAtTwin(sight.series, twin) };
}

export function withNode(
  change: (node: SimulatedNode) => SimulatedNode,
  faults: readonly Fault[] = [],
) {
  const state = clusterOf({}, faults);
  return { ...state, nodes: state.nodes.map((node, at) => (at === 1 ? change(node) : node)) };
}

export function working(change: (work: Work) => Partial<Work>): ClusterState {
  return withNode((node) => ({ ...node, work: { ...node.work, ...change(node.work) } }));
}

export const task = {
  ...{ id: '11111111-2222-4333-8444-555555555555', kind: 'compaction' },
  ...{ keyspace: 'app', table: 'events', startedAt: start - 600_000 },
  ...{ totalBytes: 10 * 1024 ** 4, bytesPerSecond: 5 * 1024 ** 2 },
};

export const nearlyFull = working(({ disk }) => ({
  disk: { ...disk, device: 'sdb', used: { ...disk.used, base: disk.totalBytes * 0.98 } },
}));

export function failing(
  how: CompactionFailure,
  more: { from?: number; until?: number; table?: string },
): Fault {
  return { kind: 'compaction-fails', node: '10.0.0.2', how, ...more };
}

/** With the severity, which tells how bad it is. */
export function foundIn(
  series: Series,
  limits: Parameters<typeof detectAll>[1],
): readonly string[] {
  return detectAll(series, limits)
    .flatMap(({ findings }) => findings)
    .map((finding) => `${findingKey(finding)}|${finding.severity}`)
    .sort();
}
