/** What Cassandra does, or no longer does, to protect data and itself. */

/** Whether a node keeps hints of writes that another node misses: StorageProxy, or `nodetool statushandoff`. */
export interface HintedHandoff {
  readonly isEnabled: boolean;
  /** Datacenters for whose nodes none are kept. Undefined before 3.0, which does not tell them. */
  readonly disabledDcs: readonly string[] | undefined;
  /** max_hint_window: a node that is down for longer misses what is written. Undefined by nodetool. */
  readonly windowMs: number | undefined;
}

/** How the native transport of a node holds its clients back, from its beans. Counters since the node's start. */
export interface ClientLoad {
  readonly connections: number;
  /**
   * Connections that the node stopped reading from for a while. PausedConnections where there is no
   * ConnectionPaused (4.1.10 and 5.0.8 have it): 4.0 never counts that down for protocol v5. Undefined before 3.0.
   */
  readonly pauses: number | undefined;
  /** Requests refused as overload, or because they were too large. Undefined before 3.0. */
  readonly discarded: number | undefined;
  /** Requests that waited in the queue for longer than native_transport_timeout (later 4.1 and 5.0). */
  readonly timedOutInQueue: number | undefined;
}

/** Requests of clients that a node has in hand, from the pool Native-Transport-Requests. */
export interface RequestsInHand {
  readonly active: number;
  readonly pending: number;
}

/** What the native transport of a node allows; undefined: no limit, or none that the version tells. */
export interface ClientLimits {
  readonly maxConnections: number | undefined;
  readonly maxConnectionsPerAddress: number | undefined;
  /** Of requests that are being answered, on the whole and for one client address. */
  readonly maxRequestBytes: number | undefined;
  readonly maxRequestBytesPerAddress: number | undefined;
  /** native_transport_max_requests_per_second where rate limiting is on (4.1+). */
  readonly maxRequestsPerSecond: number | undefined;
}
