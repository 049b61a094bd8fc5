/** One line that changes, on a terminal; nothing anywhere else. */
export interface Live {
  update(text: string): void;
  /** Takes the line away, so that an ordinary line can be printed. */
  clear(): void;
  stop(): void;
}
