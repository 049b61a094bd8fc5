/** How a node is configured: what its settings, its schema, its clients and its files say. */

/** `system_views.settings` (4.0+): those asked for that the release has, as text; null counts as absent. */
export interface NodeSettings {
  readonly values: Readonly<Record<string, string>>;
}

/** `system_views.clients` (4.0+): connections to this node, alike ones together. */
export interface ConnectedClients {
  readonly clients: readonly {
    /** Undefined where the driver does not say. */
    readonly driver: string | undefined;
    readonly driverVersion: string | undefined;
    readonly protocolVersion: number;
    readonly connections: number;
  }[];
}

/** `system_schema.tables` (3.0+) */
export interface SchemaTables {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    /** The class, without its package where that is Cassandra's own. */
    readonly compaction: string;
    readonly isCompactStorage: boolean;
    readonly gcGraceSeconds: number;
  }[];
}

/** `system_schema.indexes` (3.0+) */
export interface SchemaIndexes {
  readonly indexes: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly index: string;
    /** Undefined for one that is no custom index; else as `compaction` above. */
    readonly className: string | undefined;
  }[];
}

/** The files of one node's configuration. They may hold passwords: never printed, kept or recorded whole. */
export interface ConfigFiles {
  readonly yaml: CassandraYaml;
  /** `cassandra-env.sh`, `jvm*.options`; those that are there. */
  readonly others: readonly ConfigFile[];
}
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}
export interface CassandraYaml {
  readonly text: string;
  /** At the top of the file, in its order; a name may be there twice. */
  readonly settings: readonly YamlSetting[];
}
export interface YamlSetting {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** Its lines, from the beginning of the first to the end of the last, as offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly value: YamlData;
}
export type YamlData =
  string | number | boolean | null | readonly YamlData[] | { readonly [key: string]: YamlData };

/** `java -version` */
export interface JavaVersion {
  /** 8 for 1.8. */
  readonly major: number;
  /** The 392 of 1.8.0_392; undefined from Java 9 on. */
  readonly update: number | undefined;
  /** As it was printed, without quotes. */
  readonly text: string;
}

/** SSTables in the data folders, snapshots and backups aside, alike ones together. */
export interface SSTableFiles {
  readonly versions: readonly {
    /** `nb` */
    readonly version: string;
    /** `big`, `bti` */
    readonly format: string;
    readonly count: number;
    /** The path of one of them. */
    readonly example: string;
  }[];
}
