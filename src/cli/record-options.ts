export interface RecordOptions {
  /** A new folder. */
  readonly dir: string;
  /** In ms; 0 = one look. */
  readonly for: number;
  readonly inventory?: string;
}
