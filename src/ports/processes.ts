/** Processes of the machine that runs Ringward. */
export interface Processes {
  /** Undefined when there is no such process (or it is a zombie). */
  commandLine(pid: number): Promise<readonly string[] | undefined>;
  /** False when there is no such process. */
  signal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean;
  /** Who listens on a local TCP address and port; undefined when nobody, pid undefined when not visible. */
  listener(
    address: string,
    port: number,
  ): Promise<{ readonly pid: number | undefined; readonly command: string } | undefined>;
  /** MemAvailable. */
  availableMemoryBytes(): Promise<number>;
  readonly self: {
    readonly pid: number;
    readonly hostname: string;
    /** Tells machines of one name apart; absent: this one has no such id. */
    readonly machine?: string;
  };
}
