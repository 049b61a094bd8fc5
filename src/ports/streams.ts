/** Data goes to `out`, talk to `err`. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Stdin and stderr are a terminal: somebody can be asked. */
  readonly isInteractive: boolean;
  /** One line from the terminal; undefined when it was closed (Ctrl-D) or `signal` fired (Ctrl-C) instead. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Columns of stdout's terminal; 80 when it is none. */
  readonly columns: number;
  /** 0 = no colour (no terminal, NO_COLOR), 1-3 as in chalk. */
  readonly colorLevel: 0 | 1 | 2 | 3;
}
