import { Duplex, type Readable, type Writable } from 'node:stream';
import { tlsOver } from '../jmx/index.ts';
import { fillArgv } from '../model/argv-template.ts';
import { printable } from '../model/printable.ts';
import { JmxError, type JmxTls } from '../ports/jmx.ts';
import { endGroup, whyNotStarted } from './child.ts';

/** Of what the command says about itself. */
const keptCharacters = 4_096;
/** A log-in by ssh may take seconds; a way that leads nowhere is not waited for any longer. */
const usualOpenMs = 10_000;

/**
 * Connections through a command whose standard input and output are the connection, as OpenSSH's
 * ProxyCommand: `ssh -W`, `docker exec -i … nc`. Each is a process with a session of its own, so that it
 * can ask nobody for a password; it ends with the connection.
 */
export function proxyDial(
  proxyCommand: readonly string[],
  host: string,
  tls: JmxTls | undefined,
  openMs = usualOpenMs,
) {
  return async (port: number, signal: AbortSignal): Promise<Duplex> => {
    const way = await open(fillArgv(proxyCommand, { jmxPort: String(port) }), openMs);
    return tls ? await tlsOver(way, host, tls, signal) : way;
  };
}

async function open([file = '', ...args]: readonly string[], openMs: number): Promise<Duplex> {
  // Loaded on first use: `--version` must not pay for it.
  const { execa } = await import('execa');
  const child = execa(file, args, {
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    stdin: 'pipe',
    env: { LC_ALL: 'C' },
  });
  const said = lastWords(child.stderr);
  const name = printable(file);
  const way = new Way(child.stdin, child.stdout, () => {
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
    // A wrapper may have left the way to a child.
    endGroup(child.pid);
  });
  void child.then(({ exitCode, signal, originalMessage }) => {
    const isStarted = exitCode !== undefined || signal !== undefined;
    const ended = said() ?? `it ended with ${exitCode ?? signal ?? ''}`;
    const why = isStarted ? `${name}: ${printable(ended)}` : whyNotStarted(originalMessage);
    // Once the node has answered it is the connection that broke, and a new one may do.
    way.destroy(new JmxError(way.hasAnswered ? 'closed' : 'refused', why));
  });
  const limit = setTimeout(() => {
    const why = `${name}: nothing answers through it within ${openMs / 1_000} s`;
    if (!way.hasAnswered) way.destroy(new JmxError('refused', why));
  }, openMs);
  way.once('close', () => {
    clearTimeout(limit);
  });
  return way;
}

/** Both pipes of a command as one connection. That they end is told when the command has, with its reason. */
class Way extends Duplex {
  readonly #to: Writable;
  readonly #from: Readable;
  readonly #end: () => void;
  hasAnswered = false;

  constructor(to: Writable, from: Readable, end: () => void) {
    super();
    this.#to = to;
    this.#from = from;
    this.#end = end;
    // That it cannot be written to any more is told with its end, too.
    to.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => {
      this.hasAnswered = true;
      if (!this.push(chunk)) from.pause();
    });
  }

  override _read(): void {
    this.#from.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#to.write(chunk, () => {
      done();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#end();
    done(error);
  }
}

/** The last two lines that were written: the last one often only says that it is over. */
function lastWords(stderr: Readable): () => string | undefined {
  let text = '';
  stderr.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-keptCharacters);
  });
  return () =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(-2)
      .join('; ') || undefined;
}
