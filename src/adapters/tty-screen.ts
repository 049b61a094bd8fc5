import type { OpenScreen } from '../ports/screen.ts';

/** Of the terminal on both ends: keys come from the one, what is shown goes to the other. */
export interface ScreenTerminal {
  readonly input: NodeJS.ReadableStream & {
    readonly isTTY?: boolean;
    setRawMode?(isRaw: boolean): unknown;
    ref?(): unknown;
    unref?(): unknown;
  };
  readonly output: NodeJS.WritableStream & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  /** The terminal is raw, so Ctrl-C comes as a key. */
  readonly onInterrupt: () => void;
  /** Called at the end of the process, however it comes. */
  readonly onExit: (restore: () => void) => () => void;
}

const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';
const ctrlC = '\u0003';

/** Undefined without a terminal on both ends, and on one that cannot move its cursor. */
export function ttyScreen(
  terminal: ScreenTerminal = processTerminal(),
  env: Readonly<Record<string, string | undefined>> = process.env,
): OpenScreen | undefined {
  const { input, output, onInterrupt, onExit } = terminal;
  if (!input.isTTY || !output.isTTY || !output.columns || env['TERM'] === 'dumb') return undefined;
  return ({ onKey, onResize }) => {
    const take = (keys: Buffer | string) => {
      const key = keys.toString();
      // Pressed twice, or beside others, they come in one piece.
      if (key.includes(ctrlC)) onInterrupt();
      else onKey(key);
    };
    let isOpen = true;
    const restore = () => {
      if (!isOpen) return;
      isOpen = false;
      input.off('data', take);
      output.off('resize', onResize);
      input.setRawMode?.(false);
      input.pause();
      input.unref?.();
      output.write(leave);
      forget();
    };
    const forget = onExit(restore);
    input.setRawMode?.(true);
    input.ref?.();
    input.on('data', take);
    input.resume();
    output.on('resize', onResize);
    output.write(enter);
    return {
      get columns() {
        return output.columns || 80;
      },
      get rows() {
        return output.rows || 24;
      },
      show(lines) {
        if (!isOpen) return;
        const text = lines.map((line) => `${line}${clearLine}`).join('\r\n');
        output.write(`${home}${text}${clearBelow}`);
      },
      close: restore,
    };
  };
}

function processTerminal(): ScreenTerminal {
  return {
    input: process.stdin,
    output: process.stdout,
    onInterrupt: () => void process.kill(process.pid, 'SIGINT'),
    onExit: (restore) => {
      process.on('exit', restore);
      return () => process.off('exit', restore);
    },
  };
}
