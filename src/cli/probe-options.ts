import type { ConsistencyLevel } from '../model/consistency.ts';
import type { Severity } from '../model/finding.ts';
import type { ProbeFormat } from '../report/index.ts';
import type { InventoryFlags } from './load-inventory.ts';

export interface ProbeOptions extends InventoryFlags {
  readonly forMs: number;
  /** Turns a second of each coordinator. */
  readonly rate: number;
  /** Undefined: those that the inventory declares as default. */
  readonly levels?: readonly ConsistencyLevel[];
  readonly isReadOnly: boolean;
  /** The operator agrees that the schema is changed. */
  readonly mayCreate: boolean;
  readonly failOn: Severity;
  readonly format: ProbeFormat;
}
