import type { Plan } from '../model/plan.ts';
import { probeKeyspace } from '../model/probe-table.ts';
import { latestValue } from '../model/series.ts';
import { valueOf } from '../model/seen.ts';
import type { Series, SourceId, SourceValues } from '../model/snapshot.ts';
import type { ClusterState, SimulatedKeyspace, SimulatedNode } from '../simulate/state.ts';
import { faultsSeen } from './twin-faults.ts';
import { compatibilityTwin, lifeTwin } from './twin-life.ts';
import type { Sight, TwinParts } from './twin-parts.ts';
import { workTwin } from './twin-work.ts';

/**
 * A simulated cluster like the one that was seen: the plan's nodes in their places, with their releases,
 * generations, work and troubles, and the replica sets as they were. What was not seen is as on a quiet
 * node; carried-over.ts tells what that leaves out.
 */
export function twinOf(plan: Plan, sight: Sight, seed: number): ClusterState {
  const { series, standing } = sight;
  const seen = [...series, standing];
  const keyspaces = keyspacesOf(plan, seen);
  const hints = hintsByTarget(plan, seen);
  const rings = valueOf(standing.rings);
  return {
    format: 1,
    seed,
    at: standing.at,
    name: plan.cluster,
    nodes: plan.nodes.map((node) => nodeTwin({ plan, node, seen, keyspaces, hints, seed })),
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

function nodeTwin(parts: TwinParts): SimulatedNode {
  const { node, seen, hints } = parts;
  const { address, dc, rack, hostId, tokenCount, fromVersion } = node;
  const local = latestValue(seen, address, 'cql-local');
  const seenTokens = local?.tokens ?? [];
  const counted = Array.from({ length: tokenCount }, (_, index) => String(index));
  const release = local?.releaseVersion ?? fromVersion;
  const files = hints.get(address);
  const mode = compatibilityTwin(address, seen);
  return {
    address,
    dc,
    rack,
    hostId,
    tokens: seenTokens.length === tokenCount ? seenTokens : counted,
    installed: release,
    configured: release,
    ...mode,
    lives: [{ ...lifeTwin(node, release, seen), ...mode }],
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
