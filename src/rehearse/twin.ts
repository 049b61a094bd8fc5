import type { Instant } from '../model/instant.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodeOf, type NodeSnapshot, type Snapshot, type SourceId } from '../model/snapshot.ts';
import { quietWork } from '../simulate/new-cluster.ts';
import type {
  ClusterState,
  Life,
  SimulatedKeyspace,
  SimulatedNode,
  Work,
} from '../simulate/state.ts';

/**
 * A simulated cluster like the one that was looked at: the plan's nodes in their places, with their
 * releases, generations and loads, the replica sets as they were seen, disabled autocompaction and the
 * throttle of compactions. What was not seen is as on a quiet node.
 */
export function twinOf(plan: Plan, snapshot: Snapshot, seed: number): ClusterState {
  const keyspaces = keyspacesOf(snapshot);
  const rings = valueOf(snapshot.rings);
  return {
    format: 1,
    seed,
    at: snapshot.at,
    name: plan.cluster,
    nodes: plan.nodes.map((node) => nodeTwin(node, snapshot, keyspaces, seed)),
    keyspaces,
    ...(rings ? { rings } : {}),
    faults: [],
  };
}

function keyspacesOf(snapshot: Snapshot): readonly SimulatedKeyspace[] {
  const seen = firstOf(snapshot, (node) => node.sources.keyspaces);
  const tables = firstOf(snapshot, (node) => node.sources.autocompaction)?.tables ?? [];
  return (seen?.keyspaces ?? []).map((keyspace) => ({
    ...keyspace,
    tables: tables.filter((each) => each.keyspace === keyspace.name).map(({ table }) => table),
  }));
}

function firstOf<T>(
  { nodes }: Snapshot,
  source: (node: NodeSnapshot) => Seen<T> | undefined,
): T | undefined {
  return nodes.map((node) => valueOf(source(node))).find((value) => value !== undefined);
}

function nodeTwin(
  planned: PlannedNode,
  snapshot: Snapshot,
  keyspaces: readonly SimulatedKeyspace[],
  seed: number,
): SimulatedNode {
  const { address, dc, rack, hostId, tokenCount, fromVersion } = planned;
  const local = valueOf(nodeOf(snapshot, address)?.sources['cql-local']);
  const seenTokens = local?.tokens ?? [];
  const counted = Array.from({ length: tokenCount }, (_, index) => String(index));
  return {
    address,
    dc,
    rack,
    hostId,
    tokens: seenTokens.length === tokenCount ? seenTokens : counted,
    installed: fromVersion,
    configured: fromVersion,
    lives: [lifeTwin(planned, local?.gossipGeneration, snapshot.at)],
    stops: 0,
    work: workTwin(address, snapshot, keyspaces, seed),
  };
}

/** It has been up for long, whatever its generation says: what is news now is over by the roll. */
function lifeTwin(planned: PlannedNode, generation: number | undefined, at: Instant): Life {
  const startedAt = at - 86_400_000;
  const { fromVersion: release, hostId, dc, rack, tokenCount } = planned;
  return {
    ...{ pid: 4_242, startedAt, release, hostId, dc, rack, tokenCount },
    generation: generation ?? Math.floor(startedAt / 1_000),
    jmxAt: startedAt,
    gossipAt: startedAt,
    cqlAt: startedAt,
  };
}

function workTwin(
  address: string,
  snapshot: Snapshot,
  keyspaces: readonly SimulatedKeyspace[],
  seed: number,
): Work {
  const ask = <S extends SourceId>(source: S) => nodeOf(snapshot, address)?.sources[source];
  const quiet = quietWork(seed, address, snapshot.at, keyspaces);
  const row = valueOf(ask('status'))?.rows.find((each) => each.address === address);
  const off = valueOf(ask('autocompaction'))?.tables.filter(({ running }) => !running) ?? [];
  const throughput = valueOf(ask('compaction-throughput'))?.mebibytesPerSecond;
  return {
    ...quiet,
    loadBytes: row?.loadBytes ?? quiet.loadBytes,
    autocompactionOff: off.map(({ keyspace, table }) => `${keyspace}.${table}`),
    throughputMiBPerSecond: throughput ?? quiet.throughputMiBPerSecond,
  };
}
