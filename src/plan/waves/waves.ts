import { groupBy } from '../../model/group-by.ts';
import { describeMargin, judgeRanges } from '../../rules/range-safety.ts';
import { clientKeyspaces } from '../../rules/consistency-levels.ts';
import { replicaGroups, type ReplicaGroup } from '../../rules/replica-groups.ts';
import { stopLimits } from '../../rules/stop-limits.ts';
import { fewerWaves } from './fewer-waves.ts';
import type { PlacedNode } from '../order.ts';
import { cannotTell, refused, type PlanProblem } from '../problem.ts';
import { rangeProblems, type RangeRequest } from '../range-problems.ts';
import { packInOrder, type NumberedWaves } from './packing.ts';
import { waveSpace, type WaveSpace } from './space.ts';
import { betterBound, quickBound, type WavesBound } from './bound.ts';

export interface WaveRequest<T extends PlacedNode> extends Omit<RangeRequest, 'addresses'> {
  /** Those that are to be stopped, in the plan's order. */
  readonly nodes: readonly T[];
  /** From 1. */
  readonly mostPerWave?: number;
  /**
   * `whole`: a wave is a whole rack, less than that only by `mostPerWave`; `apart`: no wave has nodes of two racks.
   * Absent: racks are mixed where that makes fewer waves.
   */
  readonly racks?: 'whole' | 'apart';
}

export type WavesResult<T extends PlacedNode> =
  | {
      readonly kind: 'waves';
      /** In the order in which they are stopped; each node is in one. */
      readonly waves: readonly (readonly T[])[];
      /** Under the same rules: the canary alone, DC by DC. */
      readonly bound: { readonly atLeast: number; readonly because: readonly DcBound[] };
    }
  | { readonly kind: 'problems'; readonly problems: readonly PlanProblem[] };

export interface DcBound extends WavesBound {
  readonly dc: string;
}

/**
 * The fewest waves found such that every range of every keyspace keeps every declared level while all
 * nodes of one wave are down. The canary goes alone; then DC by DC, rack by rack unless racks mixed
 * make fewer waves. DCs are never mixed: a fault that the canary did not show then takes one DC at
 * most, and clients bound to another go on, whatever level they really use.
 */
export function planWaves<T extends PlacedNode>(request: WaveRequest<T>): WavesResult<T> {
  const { nodes, rings, consistency, authenticatorOn, allowed } = request;
  if (rings.length === 0 && nodes.length > 0) return { kind: 'problems', problems: [notSeen] };
  const addresses = nodes.map(({ address }) => address);
  const alone = rangeProblems({ ...request, addresses });
  if (alone.problems.length > 0) return { kind: 'problems', problems: alone.problems };
  if (isForNobody(request)) return { kind: 'problems', problems: [forNobody] };
  const { groups } = replicaGroups(rings, consistency, authenticatorOn, allowed);
  const [canary, ...others] = nodes;
  const cut = { whole: rackWaves, apart: apartWaves, mixed: dcWaves }[request.racks ?? 'mixed'];
  const parts = [...groupBy(others, ({ dc }) => dc)].map(([dc, own]) =>
    cut(dc, own, groups, request),
  );
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) return { kind: 'problems', problems };
  const because = parts.map(({ bound }) => bound);
  return {
    kind: 'waves',
    waves: [...(canary ? [[canary]] : []), ...parts.flatMap(({ waves }) => waves)],
    bound: {
      atLeast: because.reduce((sum, { atLeast }) => sum + atLeast, canary ? 1 : 0),
      because,
    },
  };
}

const notSeen = cannotTell(
  'the replicas of the ranges were not seen',
  'they come from nodetool describering of every keyspace',
);

/** Nothing then says which nodes clients can do without together; one after the other is always right. */
function isForNobody<T extends PlacedNode>({ nodes, rings, consistency }: WaveRequest<T>): boolean {
  const keyspaces = rings.map(({ keyspace }) => keyspace);
  return nodes.length > 0 && clientKeyspaces(keyspaces, consistency).length === 0;
}

const forNobody = refused(
  "no keyspace but Cassandra's own is replicated, so nothing says which nodes may be down together",
  'roll one node after the other, or create the keyspaces first',
);

interface DcWaves<T> {
  readonly waves: readonly (readonly T[])[];
  readonly bound: DcBound;
  readonly problems: readonly PlanProblem[];
}

function dcWaves<T extends PlacedNode>(
  dc: string,
  nodes: readonly T[],
  groups: readonly ReplicaGroup[],
  { down = new Set(), mostPerWave = nodes.length }: WaveRequest<T>,
): DcWaves<T> {
  const addresses = nodes.map(({ address }) => address);
  const space = waveSpace(nodes.length, stopLimits(groups, addresses, down), mostPerWave);
  const quick = quickBound(space);
  const found = fewerWaves(space, orderlyWaves(space, nodes), quick.atLeast);
  const bound = betterBound(space, quick, found);
  const waves = found
    .map((wave) => wave.toSorted((a, b) => a - b))
    .sort(([a = 0], [b = 0]) => a - b)
    .map((wave) => wave.flatMap((number) => nodes[number] ?? []));
  return { waves, bound: { dc, ...bound }, problems: [] };
}

/** Rack by rack, unless another order takes fewer waves: on into the next rack, or along the ring. */
function orderlyWaves(space: WaveSpace, nodes: readonly PlacedNode[]): NumberedWaves {
  const inOrder = [...nodes.keys()];
  const racks = groupBy(inOrder, (number) => nodes[number]?.rack);
  const byRack = [...racks.values()].flatMap((rack) => packInOrder(space, rack));
  const others = [inOrder, alongRing(space)].map((order) => packInOrder(space, order));
  return others.reduce((best, next) => (next.length < best.length ? next : best), byRack);
}

/**
 * Limits come in the order of the ring, so without vnodes neighbours follow each other; it begins
 * behind a gap, where a set is short because one of it is not to be stopped.
 */
function alongRing({ limits: { nodes, starts, most }, count }: WaveSpace): readonly number[] {
  const sizes = most.map((_, id) => (starts[id + 1] ?? 0) - (starts[id] ?? 0));
  const least = sizes.reduce((a, b) => Math.min(a, b), count);
  const begin = starts[sizes.lastIndexOf(least)] ?? 0;
  const ring = [...nodes.slice(begin), ...nodes.slice(0, begin)];
  return [...new Set([...ring, ...Array(count).keys()])];
}

/** As few waves as are found in each rack by itself. */
function apartWaves<T extends PlacedNode>(
  dc: string,
  nodes: readonly T[],
  groups: readonly ReplicaGroup[],
  request: WaveRequest<T>,
): DcWaves<T> {
  const racks = [...groupBy(nodes, ({ rack }) => rack).values()];
  const each = racks.map((own) => dcWaves(dc, own, groups, request));
  const atLeast = each.reduce((sum, { bound }) => sum + bound.atLeast, 0);
  const because = `${racks.length} racks, each by itself`;
  return {
    waves: each.flatMap(({ waves }) => waves),
    bound: { dc, atLeast, because },
    problems: [],
  };
}

function rackWaves<T extends PlacedNode>(
  dc: string,
  nodes: readonly T[],
  groups: readonly ReplicaGroup[],
  { down = new Set(), mostPerWave = nodes.length }: WaveRequest<T>,
): DcWaves<T> {
  const racks = [...groupBy(nodes, ({ rack }) => rack)];
  const waves = racks.flatMap(([, rack]) => chunks(rack, mostPerWave));
  const problems = waves.flatMap((wave) => {
    const stopped = new Set([...down, ...wave.map(({ address }) => address)]);
    const [lost] = judgeRanges(groups, stopped).lost;
    const [{ rack } = { rack: '' }] = wave;
    return lost
      ? [
          refused(
            `${wave.length} nodes of rack ${rack} of ${dc} may not be down together: ${describeMargin(lost)}`,
            'give a number of nodes instead of whole racks (--parallel N): then only such nodes go together as can',
          ),
        ]
      : [];
  });
  const because = `${racks.length} racks, each by itself`;
  return { waves, bound: { dc, atLeast: waves.length, because }, problems };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
