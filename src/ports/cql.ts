import type { ConsistencyLevel } from '../model/consistency.ts';
import type { CqlOutcome } from '../model/client-metrics.ts';

/** How to reach CQL. Secrets are values in memory only: never logged, journalled or printed. */
export interface CqlTarget {
  /** Addresses to contact. With `pinned`, only these are ever spoken to. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** True: the session talks to `addresses[0]` alone, for tables that are local to a node. */
  readonly pinned: boolean;
  readonly credentials?: { readonly user: string; readonly password: string };
  readonly tls?: CqlTls;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

export interface CqlTls {
  /** PEM texts. */
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
}

/** Values come as plain data: bigint and counter as number, uuid and inet as string. */
export type CqlRow = Readonly<Record<string, unknown>>;

export interface CqlRequest {
  readonly query: string;
  readonly params?: readonly unknown[];
  readonly consistency?: ConsistencyLevel;
  /** Send to this coordinator only (an address of the cluster). */
  readonly coordinator?: string;
  readonly prepare?: boolean;
}

export type CqlErrorClass =
  | 'authentication'
  | 'unauthorized'
  | 'unreachable'
  | 'client-timeout'
  | 'read-timeout'
  | 'write-timeout'
  | 'unavailable'
  | 'overloaded'
  | 'invalid'
  | 'other';

/** Thrown by every method of a session and by `connect`. The message holds no secret. */
export class CqlError extends Error {
  readonly errorClass: CqlErrorClass;
  readonly coordinator: string | undefined;
  constructor(errorClass: CqlErrorClass, message: string, coordinator?: string) {
    super(message);
    this.name = 'CqlError';
    this.errorClass = errorClass;
    this.coordinator = coordinator;
  }
}

export interface CqlSession {
  /** One attempt, no retry by the driver. Throws CqlError. */
  execute(
    request: CqlRequest,
  ): Promise<{ readonly rows: readonly CqlRow[]; readonly coordinator: string }>;
  /**
   * What became of the requests since this was last asked. Where nobody asks, only the newest are kept.
   */
  takeOutcomes(): readonly CqlOutcome[];
  close(): Promise<void>;
}

export interface Cql {
  /** Throws CqlError, `authentication` for a wrong password, `unreachable` for a closed port. */
  connect(target: CqlTarget): Promise<CqlSession>;
}
