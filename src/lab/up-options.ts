export interface LabUpOptions {
  readonly version: string;
  readonly nodes: number;
  readonly also: readonly string[];
  readonly dir?: string;
  /** First three bytes of the addresses: `127.0.0`. */
  readonly network: string;
  readonly heapMb: number;
  readonly java?: string;
  /** An unpacked release comes from here instead of Maven; for `version` only. */
  readonly tarball?: string;
  readonly auth: boolean;
  readonly tls: boolean;
  readonly defaultRf: boolean;
}
