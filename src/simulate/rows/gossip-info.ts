import type { GossipEndpoint, GossipInfo } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import type { GossipDecorations } from '../say/gossipinfo.ts';
import { gossipStates } from '../say/gossip-states.ts';
import { isFrom } from '../say/release.ts';

/** `system_views.gossip_info` (4.1+): a column a state, and one for its version; null without it. */
export function gossipInfoRows(
  { endpoints, heartbeats }: GossipInfo,
  release: string,
  decorations: GossipDecorations = {},
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 1)) return undefined;
  return endpoints.map((endpoint, at) => ({
    ...rowOf(endpoint, release, decorations),
    heartbeat: heartbeats[at] ?? 0,
  }));
}

const columns = [
  'STATUS',
  'LOAD',
  'SCHEMA',
  'DC',
  'RACK',
  'RELEASE_VERSION',
  'REMOVAL_COORDINATOR',
  'INTERNAL_IP',
  'RPC_ADDRESS',
  'SEVERITY',
  'NET_VERSION',
  'HOST_ID',
  'RPC_READY',
  'INTERNAL_ADDRESS_AND_PORT',
  'NATIVE_ADDRESS_AND_PORT',
  'STATUS_WITH_PORT',
  'SSTABLE_VERSIONS',
  'DISK_USAGE',
].map((state) => ({
  state,
  column: state.toLowerCase(),
  version: `${state.toLowerCase()}_version`,
}));

function rowOf(endpoint: GossipEndpoint, release: string, decorations: GossipDecorations): CqlRow {
  const { versions = {}, ...extras } = decorations[endpoint.address] ?? {};
  const states = new Map(gossipStates(endpoint, endpoint.releaseVersion ?? release, extras));
  const row: Record<string, string | number | null> = {
    address: endpoint.address,
    port: extras.internodePort ?? 7000,
    hostname: endpoint.address,
    generation: endpoint.generation,
  };
  // Written one by one: every look of every simulated roll makes these rows.
  for (const [at, { state, column, version }] of columns.entries()) {
    const value = states.get(state);
    row[column] = value ?? null;
    row[version] = value === undefined ? null : (versions[state] ?? at + 1);
  }
  return row;
}
