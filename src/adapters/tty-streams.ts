import type { Streams } from '../ports/streams.ts';
import { askLine, type Terminal } from './ask-line.ts';

/** The process's own streams. Output that nobody takes (`| head`, a full disk) is lost, the work goes on. */
export function ttyStreams(env: Readonly<Record<string, string | undefined>>): Streams {
  const { stdout, stderr } = process;
  stderr.on('error', () => undefined);
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') stderr.write(`error: output is lost: ${message}\n`);
  });
  const terminal: Terminal = {
    input: process.stdin,
    output: stderr,
    onInterrupt: () => void process.kill(process.pid, 'SIGINT'),
  };
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsTerminal: isTerminal(stdout),
    errIsTerminal: isTerminal(stderr),
    isInteractive: isTerminal(process.stdin) && isTerminal(stderr),
    ask: (question, signal) => askLine(terminal, question, signal),
    // A pseudo-terminal that nobody has sized has 0.
    columns: (isTerminal(stdout) && stdout.columns) || 80,
    colorLevel: colorLevel(stdout, env),
  };
}

/** Undefined at run time when it is a pipe, whatever the type says. */
function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY ?? false;
}

/** NO_COLOR (any non-empty value) wins; FORCE_COLOR is for CI logs; else a terminal's own depth. */
function colorLevel(
  stdout: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): Streams['colorLevel'] {
  if (env['NO_COLOR']) return 0;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return 1;
  if (!isTerminal(stdout) || env['TERM'] === 'dumb') return 0;
  const depth = stdout.getColorDepth();
  return depth >= 24 ? 3 : depth >= 8 ? 2 : 1;
}
