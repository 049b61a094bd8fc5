import type { CqlLocal } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

export interface LocalDecorations {
  readonly partitioner?: string;
}

const murmur = 'org.apache.cassandra.dht.Murmur3Partitioner';

/** `system.local`, one row in every version. A reading that only counts its tokens gets some. */
export function localRows(
  local: CqlLocal,
  release: string,
  { partitioner = murmur }: LocalDecorations = {},
): readonly CqlRow[] {
  const { broadcastAddress: address = '127.0.0.1' } = local;
  const counted = Array.from({ length: local.tokenCount }, (_, at) => String(at));
  const isNew = isFrom(release, 4, 0);
  const row = {
    key: 'local',
    bootstrapped: local.bootstrapped,
    broadcast_address: address,
    ...(isNew ? { broadcast_port: 7000 } : {}),
    cluster_name: local.clusterName,
    cql_version: '3.4.5',
    data_center: local.dc,
    gossip_generation: local.gossipGeneration,
    host_id: local.hostId,
    listen_address: address,
    ...(isNew ? { listen_port: 7000 } : {}),
    native_protocol_version: isNew ? '5' : '4',
    partitioner,
    rack: local.rack,
    release_version: local.releaseVersion,
    rpc_address: address,
    ...(isNew ? { rpc_port: 9042 } : { thrift_version: '20.1.0' }),
    schema_version: local.schemaVersion,
    // A set without members is null.
    tokens: local.tokenCount === 0 ? null : (local.tokens ?? counted),
    truncated_at: null,
  };
  return [row];
}
