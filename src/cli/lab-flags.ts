/** So many times as fast as ours goes the time of simulated nodes, unless asked otherwise. */
export const usualPace = 60;

/** Flags of the lab commands as commander hands them over. */
export interface LabUpFlags {
  readonly nodes?: number;
  readonly racks?: number;
  readonly also: readonly string[];
  readonly dir?: string;
  readonly network?: string;
  readonly heap?: number;
  readonly java?: string;
  readonly tarball?: string;
  readonly auth?: boolean;
  readonly tls?: boolean;
  readonly defaultRf?: boolean;
  readonly simulated?: boolean;
  /** How many times as fast the time of simulated nodes goes. */
  readonly pace?: number;
}

export interface LabLoadFlags {
  readonly dir?: string;
  readonly rate: number;
  /** Undefined: until a signal. */
  readonly for?: number;
  /** Read this ledger back instead of making a load. */
  readonly verify?: string;
  readonly format: 'text' | 'json';
}

export interface LabDemoFlags {
  readonly from: string;
  readonly to: string;
  readonly network: string;
  readonly dir?: string;
  readonly keep?: boolean;
  readonly simulated?: boolean;
}
