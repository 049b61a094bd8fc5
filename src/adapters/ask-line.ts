/** A terminal that somebody sits at. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** The terminal is raw while a line is edited, so Ctrl-C comes as a key. */
  readonly onInterrupt: () => void;
}

/** The line that is typed; undefined when the terminal is closed (Ctrl-D) or `signal` fires before. */
export async function askLine(
  { input, output, onInterrupt }: Terminal,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Loaded on first use: `--version` must not pay for it.
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input, output });
  const close = () => {
    lines.close();
  };
  lines.on('SIGINT', onInterrupt);
  signal.addEventListener('abort', close, { once: true });
  try {
    return await new Promise((resolve) => {
      lines.once('close', () => {
        resolve(undefined);
      });
      if (signal.aborted) close();
      else lines.question(question, resolve);
    });
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
