/** How a keyspace is replicated. `local` is never sent to another node. */
export type Replication =
  | { readonly kind: 'local' }
  | { readonly kind: 'simple'; readonly rf: number }
  | { readonly kind: 'network'; readonly rfByDc: Readonly<Record<string, number>> }
  /** A class this version of Ringward does not know, or transient replicas (`3/1`): never safe. */
  | { readonly kind: 'unknown'; readonly description: string };

export interface Keyspace {
  readonly name: string;
  readonly replication: Replication;
}

/** One replica as `describering` names it. */
export interface Replica {
  readonly address: string;
  readonly dc: string;
  readonly rack: string;
}

export interface TokenRange {
  readonly start: string;
  readonly end: string;
  readonly replicas: readonly Replica[];
}

/** The replica sets of a keyspace, from `nodetool describering`: no ring arithmetic of our own. */
export interface KeyspaceRing {
  readonly keyspace: Keyspace;
  readonly ranges: readonly TokenRange[];
}

/** Keyspaces with the same key have the same replica sets, so they are asked once. */
export function replicationKey(replication: Replication): string {
  switch (replication.kind) {
    case 'local':
      return 'local';
    case 'simple':
      return `simple:${replication.rf}`;
    case 'network':
      return `network:${Object.entries(replication.rfByDc)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([dc, rf]) => `${dc}=${rf}`)
        .join(',')}`;
    case 'unknown':
      return `unknown:${replication.description}`;
  }
}
