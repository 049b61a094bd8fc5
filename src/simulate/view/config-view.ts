import type { SourceValues } from '../../model/snapshot.ts';
import { isFrom } from '../say/release.ts';
import type { ClusterState, Life, StorageCompatibilityMode } from '../state.ts';

/** How nodes are configured here: as shipped, and nobody is connected but who asks. */
export const views = {
  settings: ({ life }: { readonly life: Life }) => settingsOf(life),
  clients: () => nobody,
  'schema-tables': ({ state }: { readonly state: ClusterState }) => tablesOf(state),
  'schema-indexes': () => noIndexes,
};

export const configSources = Object.keys(views) as readonly (keyof typeof views)[];

/** Of `system_views.settings`. */
const always = {
  authenticator: 'AllowAllAuthenticator',
  authorizer: 'AllowAllAuthorizer',
  auto_snapshot: 'true',
  automatic_sstable_upgrade: 'false',
  endpoint_snitch: 'GossipingPropertyFileSnitch',
  hinted_handoff_enabled: 'true',
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  role_manager: 'CassandraRoleManager',
};
const shippedIn40: SourceValues['settings'] = {
  values: { ...always, max_hint_window_in_ms: '10800000' },
};
const shipped: SourceValues['settings'] = {
  values: { ...always, max_hint_window: '3h', uuid_sstable_identifiers_enabled: 'false' },
};
const shippedIn50 = {
  CASSANDRA_4: inMode('CASSANDRA_4'),
  UPGRADING: inMode('UPGRADING'),
  NONE: inMode('NONE'),
};

function inMode(mode: StorageCompatibilityMode): SourceValues['settings'] {
  return { values: { ...shipped.values, storage_compatibility_mode: mode } };
}

function settingsOf({ release, compatibility = 'CASSANDRA_4' }: Life): SourceValues['settings'] {
  if (isFrom(release, 5, 0)) return shippedIn50[compatibility];
  return isFrom(release, 4, 1) ? shipped : shippedIn40;
}

const nobody: SourceValues['clients'] = { clients: [] };
const noIndexes: SourceValues['schema-indexes'] = { indexes: [] };

function tablesOf({ keyspaces }: ClusterState): SourceValues['schema-tables'] {
  const own = { keyspace: 'system', table: 'local' };
  const others = keyspaces.flatMap(({ name, tables }) =>
    tables.map((table) => ({ keyspace: name, table })),
  );
  return { tables: [own, ...others].map((table) => ({ ...table, ...asCreated })) };
}

const asCreated = {
  compaction: 'SizeTieredCompactionStrategy',
  isCompactStorage: false,
  gcGraceSeconds: 864_000,
};
