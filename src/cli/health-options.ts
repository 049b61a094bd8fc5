import type { Severity } from '../model/finding.ts';
import type { InventoryFlags } from './load-inventory.ts';

export const healthFormats = ['tty', 'json', 'ndjson', 'markdown'] as const;

export interface HealthOptions extends InventoryFlags {
  /** Where runs are kept; undefined: the XDG state folder. */
  readonly stateDir?: string;
  /** A recording to judge in place of a cluster. */
  readonly from?: string;
  /** Length of the look; undefined = one look, or the whole of a recording. */
  readonly forMs?: number;
  readonly failOn: Severity;
  readonly format: (typeof healthFormats)[number];
  /** End of the whole command, whatever is still missing; undefined = the sum of the limits. */
  readonly deadlineMs?: number;
}
