import type { Severity } from '../model/finding.ts';
import type { InventoryFlags } from './load-inventory.ts';

/** Of `ringward watch`. */
export interface WatchOptions extends InventoryFlags {
  /** Undefined: until it is ended. */
  readonly forMs?: number;
  readonly failOn: Severity;
  readonly format: 'tty' | 'ndjson';
}
