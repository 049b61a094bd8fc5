/** A request that did not succeed at once. */
export interface RetriedRequest {
  /** ISO time of the first error. */
  readonly at: string;
  readonly operation: 'write' | 'read';
  /** What each attempt failed with, and the coordinator as far as the driver names it. */
  readonly errors: readonly { readonly error: string; readonly coordinator: string | null }[];
  /** False: it failed after its retries, too. */
  readonly succeeded: boolean;
}

/** How the written is found again. Absent writes by where they were asked. */
export interface ReadBack {
  /** Absent at QUORUM, by coordinator. */
  readonly quorum: Readonly<Record<string, number>>;
  /** Absent at ALL. */
  readonly all: number;
  /**
   * Absent on the replica itself, by address; null when the nodes are more than the replicas, so that a
   * node cannot be asked for its own rows only.
   */
  readonly replicas: Readonly<Record<string, number>> | null;
  /** Writes whose read-back did not answer, over all of these questions: not lost, but not proven. */
  readonly unanswered: number;
}

export interface LoadResult {
  /** Nothing failed, nothing lost or wrong, and every replica holds every acknowledged write. */
  readonly passed: boolean;
  /** Requests that succeeded, retried ones among them. */
  readonly ok: number;
  readonly requests: number;
  readonly reads: number;
  readonly writes: number;
  readonly acknowledged: number;
  /** Writes without an answer: they may be there or not. A class of their own, never lost. */
  readonly unacknowledged: number;
  /** Requests that needed a second or third attempt, whatever came of it. */
  readonly retried: number;
  /** Requests without success after two retries. */
  readonly failed: number;
  /** Reads at QUORUM under load that did not find an acknowledged write. */
  readonly misread: number;
  /** Acknowledged writes that QUORUM through some coordinator, or ALL, does not find afterwards. */
  readonly lost: number;
  /** From the time a request was due to its success, retries included; null without a success. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly errors: {
    /** Every failed attempt, by class. */
    readonly raw: Readonly<Record<string, number>>;
    /** Failed requests, by the class of the last attempt. */
    readonly afterRetry: Readonly<Record<string, number>>;
  };
  readonly readBack: ReadBack;
  readonly retries: readonly RetriedRequest[];
  /** Retried requests beyond the first 1,000, which are not listed. */
  readonly retriesNotListed: number;
  readonly run: string;
  readonly ledger: string;
}
