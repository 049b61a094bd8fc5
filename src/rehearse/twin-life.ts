import { gossipOf, peersView, votersOf } from '../model/peers-view.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { modeIn } from '../model/storage-mode.ts';
import type { Life } from '../simulate/state.ts';

/** NET_VERSION of 5.0 when its storage_compatibility_mode is not CASSANDRA_4. */
const messagingVersion5 = 13;
/** Longer than it takes until all have heard. */
const goneForMs = 60_000;

/** It has been up for long, whatever its generation says: what is news now is over by the roll. */
export function lifeTwin(planned: PlannedNode, release: string, seen: Series): Life {
  const at = seen.at(-1)?.at ?? 0;
  const startedAt = at - 86_400_000;
  const { address, hostId, dc, rack, tokenCount } = planned;
  const generation = latestValue(seen, address, 'cql-local')?.gossipGeneration;
  const isClosed = latestValue(seen, address, 'info')?.nativeTransportActive === false;
  return {
    ...{ pid: 4_242, startedAt, release, hostId, dc, rack, tokenCount },
    generation: generation ?? Math.floor(startedAt / 1_000),
    jmxAt: startedAt,
    gossipAt: startedAt,
    ...(isClosed ? {} : { cqlAt: startedAt }),
    ...departure(address, seen, at - goneForMs),
  };
}

/** As the node says; UPGRADING and NONE look the same from outside. */
export function compatibilityTwin(address: string, seen: Series): Pick<Life, 'compatibility'> {
  const told = modeTold(address, seen);
  if (told === 'UPGRADING' || told === 'NONE') return { compatibility: told };
  return told === undefined && isPast4(address, seen) ? { compatibility: 'UPGRADING' } : {};
}

/** What is assumed of nodes that do not tell their mode, in words; empty: nothing. */
export function modesAssumed({ nodes }: Pick<Plan, 'nodes'>, seen: Series): readonly string[] {
  const assumed = nodes
    .map(({ address }) => address)
    .filter((address) => modeTold(address, seen) === undefined && isPast4(address, seen));
  if (assumed.length === 0) return [];
  return [
    `whether ${assumed.join(', ')} ${assumed.length === 1 ? 'is' : 'are'} in storage_compatibility_mode UPGRADING or NONE, which was not seen: UPGRADING there`,
  ];
}

function modeTold(address: string, seen: Series): string | undefined {
  const settings = latestValue(seen, address, 'settings');
  return settings && modeIn(settings);
}

function isPast4(address: string, seen: Series): boolean {
  const versions = votersOf(seen).map((voter) => gossipOf(seen, voter, address)?.netVersion ?? 0);
  return versions.some((version) => version >= messagingVersion5);
}

/** A node that its peers see down has ended, or is drained and runs on. */
function departure(address: string, seen: Series, at: number): Pick<Life, 'drain' | 'end'> {
  const mode = latestValue(seen, address, 'netstats')?.mode;
  if (mode === 'DRAINED') return { drain: { begunAt: at, doneAt: at } };
  if (peersView(seen, address).verdict !== 'down') return {};
  const announced = votersOf(seen).some(
    (voter) => gossipOf(seen, voter, address)?.status === 'shutdown',
  );
  return { end: { at, announced } };
}

/** True: no ring that is seen has the node. */
export function hasLeft(seen: Series, address: string): boolean {
  return peersView(seen, address).verdict === 'absent';
}
