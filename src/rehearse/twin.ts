import { anyRowOf, votersOf } from '../model/peers-view.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { probeKeyspace } from '../model/probe-table.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { releaseOf } from '../model/release-of.ts';
import { latestValue } from '../model/series.ts';
import { valueOf } from '../model/seen.ts';
import type { Series, SourceId, SourceValues } from '../model/snapshot.ts';
import type { ClusterState, SimulatedKeyspace, SimulatedNode } from '../simulate/state.ts';
import { faultsSeen } from './twin-faults.ts';
import { compatibilityTwin, hasLeft, lifeTwin } from './twin-life.ts';
import type { Sight, TwinParts } from './twin-parts.ts';
import { standInTokens, tokensSeen } from './twin-tokens.ts';
import { workTwin } from './twin-work.ts';

/**
 * A simulated cluster like the one that was seen: the plan's nodes in their places, with their releases,
 * generations, work and troubles, and the replica sets as they were. What was not seen is as on a quiet
 * node; carried-over.ts tells what that leaves out.
 */
export function twinOf(plan: Plan, sight: Sight, seed: number): ClusterState {
  const { series, standing } = sight;
  const seen = [...series, standing];
  const rings = valueOf(standing.rings);
  const keyspaces = keyspacesOf(plan, seen);
  const hints = hintsByTarget(plan, seen);
  return {
    format: 1,
    seed,
    at: standing.at,
    name: plan.cluster,
    nodes: nodesSeen(plan, seen).map((node) =>
      nodeTwin({ plan, node, seen, keyspaces, hints, seed }, rings ?? []),
    ),
    keyspaces,
    ...(rings ? { rings } : {}),
    faults: faultsSeen(series, plan.limits, standing.at),
  };
}

function keyspacesOf({ nodes }: Plan, seen: Series): readonly SimulatedKeyspace[] {
  const first = <S extends SourceId>(source: S): SourceValues[S] | undefined =>
    nodes
      .map(({ address }) => latestValue(seen, address, source))
      .find((value) => value !== undefined);
  const tables = first('autocompaction')?.tables ?? [];
  return (first('keyspaces')?.keyspaces ?? []).map((keyspace) => ({
    ...keyspace,
    ...(keyspace.name === probeKeyspace ? { keys: probeKeys } : {}),
    tables: tables.filter((each) => each.keyspace === keyspace.name).map(({ table }) => table),
  }));
}

/** Of the one table whose rows a roll writes and reads. */
const probeKeys = { canary: { partition: ['slot'], clustering: [] } };

/** Those of the plan as they are now, and whoever else is in the ring: that one is a member, too. */
function nodesSeen({ nodes }: Plan, seen: Series): readonly PlannedNode[] {
  const [voter] = votersOf(seen);
  const rows = voter === undefined ? [] : (latestValue(seen, voter, 'status')?.rows ?? []);
  const known = new Set(nodes.map(({ address }) => address));
  const strangers = rows.filter(({ address }) => !known.has(address));
  return [
    ...nodes.map((node) => asSeen(node, seen)),
    ...strangers.map(({ address, hostId = '', dc, rack, tokens = 1 }) => ({
      ...{ address, hostId, dc, rack, tokenCount: tokens, steps: [], commands: {} },
      ...{ fromVersion: releaseOf(seen, address) ?? '', reason: 'in the ring' },
    })),
  ];
}

/** Where it stands, and as who, is not what the plan says but what is there now. */
function asSeen(planned: PlannedNode, seen: Series): PlannedNode {
  const { address } = planned;
  const row = anyRowOf(seen, address);
  if (!row) return planned;
  const { hostId = planned.hostId, dc, rack, tokens = planned.tokenCount } = row;
  return { ...planned, hostId, dc, rack, tokenCount: tokens };
}

function nodeTwin(parts: TwinParts, rings: readonly KeyspaceRing[]): SimulatedNode {
  const { node, seen, hints } = parts;
  const { address, dc, rack, hostId, tokenCount, fromVersion } = node;
  const local = latestValue(seen, address, 'cql-local');
  const release = local?.releaseVersion ?? fromVersion;
  const files = hints.get(address);
  const mode = compatibilityTwin(address, seen);
  // Its machine is there, and no Cassandra.
  const isGone = hasLeft(seen, address);
  return {
    address,
    dc,
    rack,
    hostId,
    tokens: isGone ? [] : (tokensSeen(node, seen, rings) ?? standInTokens(tokenCount)),
    installed: release,
    configured: release,
    ...mode,
    lives: isGone ? [] : [{ ...lifeTwin(node, release, seen), ...mode }],
    stops: 0,
    work: workTwin(parts),
    ...(files ? { firstHints: { at: seen.at(-1)?.at ?? 0, files } } : {}),
  };
}

/** Hint files by target and holder, as the holders say. */
function hintsByTarget({ nodes }: Plan, seen: Series): TwinParts['hints'] {
  const byTarget = new Map<string, Record<string, number>>();
  for (const holder of nodes) {
    const targets = latestValue(seen, holder.address, 'pending-hints')?.targets ?? [];
    for (const { address, files } of targets.filter((target) => target.files > 0)) {
      byTarget.set(address, { ...byTarget.get(address), [holder.address]: files });
    }
  }
  return byTarget;
}
