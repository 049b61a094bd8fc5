import { defaultNetwork } from './spec.ts';

/** What a lab is asked to be. Absent: as it is, or as `newLab` when it is made. */
export interface LabUpOptions {
  readonly version?: string;
  readonly nodes?: number;
  /** Absent: each node has one of its own. */
  readonly racks?: number;
  readonly also: readonly string[];
  readonly dir?: string;
  /** First three bytes of the addresses: `127.0.0`. */
  readonly network?: string;
  readonly heapMb?: number;
  readonly java?: string;
  /** An unpacked release comes from here instead of Maven; for `version` only. */
  readonly tarball?: string;
  readonly auth?: boolean;
  readonly tls?: boolean;
  readonly defaultRf?: boolean;
}

/** How a lab is made unless asked otherwise. */
export const newLab = {
  version: '4.1.10',
  nodes: 3,
  network: defaultNetwork,
  heapMb: 384,
  auth: false,
  tls: false,
  defaultRf: false,
};
