import type { Instant } from '../../model/instant.ts';
import type { GossipEndpoint, GossipInfo, RingStatusRow } from '../../model/readings.ts';
import { heardOf, type Heard } from '../hearing.ts';
import { isOn } from '../node-faults.ts';
import { isFrom } from '../say/release.ts';
import { schemaVersionOf } from '../schema-version.ts';
import type { ClusterState, Life, SimulatedNode } from '../state.ts';

/** The row of `subject` in `nodetool status` of `viewer`; who was never heard of is in its saved peers. */
export function statusRow(
  state: ClusterState,
  viewer: SimulatedNode,
  subject: SimulatedNode,
  now: Instant,
): RingStatusRow {
  const heard = heardOf(state, viewer, subject, now);
  const isUp = seesUp(state, viewer, subject, heard, now);
  return rowOf(subject, heard?.life ?? placeOf(subject), isUp);
}

/** The row of a node that says this of itself. */
export function rowOf(
  subject: SimulatedNode,
  { tokenCount, hostId, dc, rack }: Pick<Life, 'tokenCount' | 'hostId' | 'dc' | 'rack'>,
  isUp: boolean,
): RingStatusRow {
  return {
    liveness: isUp ? 'up' : 'down',
    state: 'normal',
    address: subject.address,
    loadBytes: subject.work.loadBytes,
    tokens: tokenCount,
    hostId,
    dc,
    rack,
  };
}

function placeOf({ tokens, hostId, dc, rack }: SimulatedNode) {
  return { tokenCount: tokens.length, hostId, dc, rack };
}

/** What `viewer` takes it for: gossip, unless a fault deceives it. */
export function seesUp(
  state: ClusterState,
  viewer: SimulatedNode,
  subject: SimulatedNode,
  heard: Heard | undefined,
  now: Instant,
): boolean {
  const deceived = viewer === subject ? undefined : deception(state, viewer, subject, now);
  return deceived ?? heard?.isUp ?? false;
}

function deception(
  { faults }: ClusterState,
  viewer: SimulatedNode,
  subject: SimulatedNode,
  now: Instant,
): boolean | undefined {
  const own = faults.filter((fault) => fault.node === subject.address && isOn(fault, now));
  for (const fault of own) {
    if (fault.kind === 'flaps' && Math.floor(now / fault.periodMs) % 2 === 1) return false;
    if (fault.kind !== 'seen-down' && fault.kind !== 'stale-up') continue;
    if (fault.viewer === undefined || fault.viewer === viewer.address) {
      return fault.kind === 'stale-up';
    }
  }
  return undefined;
}

/** What the gossip of `viewer` holds about `subject`; undefined: nothing. */
export function gossipAbout(
  state: ClusterState,
  viewer: SimulatedNode,
  subject: SimulatedNode,
  now: Instant,
): Gossiped | undefined {
  const heard = heardOf(state, viewer, subject, now);
  if (!heard) return undefined;
  return { endpoint: endpointOf(state, subject, heard, now), heartbeat: heard.heartbeat };
}

export interface Gossiped {
  readonly endpoint: GossipEndpoint;
  readonly heartbeat: number;
}

export function gossipInfoOf(gossiped: readonly Gossiped[]): GossipInfo {
  return {
    endpoints: gossiped.map(({ endpoint }) => endpoint),
    heartbeats: gossiped.map(({ heartbeat }) => heartbeat),
  };
}

/** The endpoint of a node of which this was heard. */
export function endpointOf(
  state: ClusterState,
  subject: SimulatedNode,
  heard: Heard,
  now: Instant,
): GossipEndpoint {
  const { life, saidGoodbye, takesClients } = heard;
  return {
    address: subject.address,
    generation: life.generation,
    status: saidGoodbye ? 'shutdown' : 'NORMAL',
    schema: schemaVersionOf(state, subject, life.release, now),
    dc: life.dc,
    rack: life.rack,
    releaseVersion: life.release,
    netVersion: messagingVersion(life),
    hostId: life.hostId,
    rpcReady: takesClients,
  };
}

/**
 * MessagingService.current_version: 2.1 8, 2.2 9, 3.0 and 3.11 10 and 11, 4.0 and later 12; 5.0 13 as soon as its
 * storage_compatibility_mode is not CASSANDRA_4 (seen on 5.0.8 with all three).
 */
function messagingVersion({ release, compatibility = 'CASSANDRA_4' }: Life): number {
  if (isFrom(release, 5, 0) && compatibility !== 'CASSANDRA_4') return 13;
  if (isFrom(release, 4, 0)) return 12;
  if (isFrom(release, 3, 11)) return 11;
  if (isFrom(release, 3, 0)) return 10;
  return isFrom(release, 2, 2) ? 9 : 8;
}
