import { yamlText, type YamlValue } from '../config/yaml-text.ts';
import { isAtLeastVersion, type CassandraVersion } from '../model/version.ts';
import type { Release } from './releases.ts';
import type { Secrets } from './secrets.ts';
import {
  cqlPort,
  labNodes,
  sslStoragePort,
  storagePort,
  type LabNode,
  type LabSpec,
} from './spec.ts';

type Settings = Readonly<Record<string, YamlValue>>;

/**
 * cassandra.yaml of one node for one version. Only keys that the version knows: an unknown one makes
 * it refuse to start (facts/yaml-changes.json, acceptedKeys). `mode` is that of 5.0: back to CASSANDRA_4 a node
 * does not start once it was in another.
 */
export function cassandraYaml(
  spec: LabSpec,
  node: LabNode,
  release: Release,
  secrets: Secrets | undefined,
  mode = 'CASSANDRA_4',
): string {
  const { version } = release;
  return yamlText({
    ...identity(spec, node),
    ...folders(node, version),
    ...(isAtLeastVersion(version, 4, 1) ? sizesSince41 : sizesBefore41),
    commitlog_sync: 'periodic',
    concurrent_compactors: 1,
    concurrent_reads: 8,
    concurrent_writes: 8,
    auto_snapshot: false,
    // The lab starts empty, so there is nothing to stream and all nodes may start at once.
    auto_bootstrap: false,
    start_native_transport: true,
    ...(isAtLeastVersion(version, 4, 0) ? {} : { start_rpc: false }),
    // The default changes with the release; an upgrade that can still go back needs this one.
    ...(isAtLeastVersion(version, 5, 0) ? { storage_compatibility_mode: mode } : {}),
    ...(spec.auth ? authentication(version) : {}),
    ...(spec.tls && secrets ? encryption(spec, secrets) : {}),
  });
}

function identity(spec: LabSpec, node: LabNode): Settings {
  // Every node is a seed: they can start together, and none needs a certain other one to come back.
  const seeds = labNodes(spec).map(({ address }) => address);
  return {
    cluster_name: spec.cluster,
    num_tokens: 16,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    seed_provider: [
      {
        class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
        parameters: [{ seeds: seeds.join(',') }],
      },
    ],
    listen_address: node.address,
    rpc_address: node.address,
    native_transport_port: cqlPort,
    storage_port: storagePort,
    ssl_storage_port: sslStoragePort,
    endpoint_snitch: 'GossipingPropertyFileSnitch',
    // A coordinator reads from itself at ONE: that is how `lab load` counts what each replica holds.
    dynamic_snitch: false,
  };
}

function folders({ home }: LabNode, version: CassandraVersion): Settings {
  return {
    data_file_directories: [`${home}/data`],
    commitlog_directory: `${home}/commitlog`,
    saved_caches_directory: `${home}/saved_caches`,
    ...(isAtLeastVersion(version, 3, 0) ? { hints_directory: `${home}/hints` } : {}),
    ...(isAtLeastVersion(version, 3, 11) ? { cdc_raw_directory: `${home}/cdc_raw` } : {}),
  };
}

/** Names with units came with 4.1; the old ones still work there and are warned about. */
const sizesSince41: Settings = {
  commitlog_sync_period: '10000ms',
  commitlog_segment_size: '8MiB',
  commitlog_total_space: '128MiB',
  memtable_heap_space: '64MiB',
  file_cache_size: '32MiB',
  compaction_throughput: '64MiB/s',
};
const sizesBefore41: Settings = {
  commitlog_sync_period_in_ms: 10_000,
  commitlog_segment_size_in_mb: 8,
  commitlog_total_space_in_mb: 128,
  memtable_heap_space_in_mb: 64,
  file_cache_size_in_mb: 32,
  compaction_throughput_mb_per_sec: 64,
};

function authentication(version: CassandraVersion): Settings {
  return {
    authenticator: 'PasswordAuthenticator',
    authorizer: 'CassandraAuthorizer',
    ...(isAtLeastVersion(version, 2, 2) ? { role_manager: 'CassandraRoleManager' } : {}),
  };
}

function encryption({ dir }: LabSpec, { keystorePassword }: Secrets): Settings {
  const stores = {
    keystore: `${dir}/secrets/node.p12`,
    keystore_password: keystorePassword,
    truststore: `${dir}/secrets/trust.jks`,
    truststore_password: keystorePassword,
  };
  return {
    server_encryption_options: {
      internode_encryption: 'all',
      ...stores,
      require_client_auth: true,
    },
    client_encryption_options: {
      enabled: true,
      optional: false,
      ...stores,
      require_client_auth: false,
    },
  };
}
