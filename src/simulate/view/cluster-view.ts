import { groupBy } from '../../model/group-by.ts';
import type { Instant } from '../../model/instant.ts';
import type { ClusterDescription, GossipInfo, RingStatus } from '../../model/readings.ts';
import { heardOf } from '../hearing.ts';
import { hasRun, lifeAt } from '../life.ts';
import { isFrom } from '../say/release.ts';
import { schemaVersionOf } from '../schema-version.ts';
import type { ClusterState, SimulatedNode } from '../state.ts';
import { gossipAbout, gossipInfoOf, seesUp, statusRow } from './ring-view.ts';

export function ringStatus(state: ClusterState, viewer: SimulatedNode, now: Instant): RingStatus {
  return { rows: state.nodes.filter(hasRun).map((node) => statusRow(state, viewer, node, now)) };
}

export function gossipInfo(state: ClusterState, viewer: SimulatedNode, now: Instant): GossipInfo {
  return gossipInfoOf(state.nodes.flatMap((node) => gossipAbout(state, viewer, node, now) ?? []));
}

export function clusterDescription(
  state: ClusterState,
  viewer: SimulatedNode,
  now: Instant,
): ClusterDescription {
  const known = state.nodes.filter(hasRun).map((node) => {
    const heard = heardOf(state, viewer, node, now);
    const isUp = seesUp(state, viewer, node, heard, now);
    return { node, isUp, release: (heard?.life ?? node.lives[0])?.release ?? '' };
  });
  const live = known.filter(({ isUp }) => isUp);
  const schemas = groupBy(live, ({ node, release }) => schemaVersionOf(state, node, release, now));
  const releases = groupBy(known, ({ release }) => release);
  return {
    name: state.name,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    schemaVersions: [...schemas].map(([version, nodes]) => ({
      version,
      addresses: nodes.map(({ node }) => node.address),
    })),
    unreachable: known.filter(({ isUp }) => !isUp).map(({ node }) => node.address),
    releaseVersions: isFrom(lifeAt(viewer, now)?.release ?? viewer.installed, 4, 0)
      ? [...releases].map(([version, nodes]) => ({
          version,
          addresses: nodes.map(({ node }) => node.address),
        }))
      : undefined,
  };
}
