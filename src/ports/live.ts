/** What is being done or waited for: on a terminal one line that changes, elsewhere a line now and then. */
export interface Live {
  update(text: string): void;
  /** An ordinary line is about to be printed: takes the changing one away. */
  clear(): void;
  stop(): void;
}
