import type { Instant } from './instant.ts';

/** One request through the driver, as the client saw it. */
export interface CqlOutcome {
  readonly at: Instant;
  readonly coordinator: string;
  readonly latencyMs: number;
  /** Absent when the request succeeded. */
  readonly errorClass?: string;
}
