/** A terminal that is taken over as a whole until it is given back. */
export interface Screen {
  /** As they are now. */
  readonly columns: number;
  readonly rows: number;
  /** In place of what was shown. */
  show(lines: readonly string[]): void;
  /** The terminal is again as it was before. May be called again. */
  close(): void;
}

export interface ScreenListener {
  /** A key as it is pressed: `q`, `1`, or an escape sequence. Ctrl-C is a signal, and none. */
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
}

export type OpenScreen = (listener: ScreenListener) => Screen;
