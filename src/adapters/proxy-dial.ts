import { Duplex } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { tlsOver } from '../jmx/index.ts';
import { fillArgv } from '../model/argv-template.ts';
import { printable } from '../model/printable.ts';
import { JmxError, type JmxTls } from '../ports/jmx.ts';

/** Of what the command says about itself. */
const keptCharacters = 4_096;

/**
 * Connections through a command whose standard input and output are the connection, as OpenSSH's
 * ProxyCommand: `ssh -W`, `docker exec -i … nc`. Each is a process with a session of its own, so that it
 * can ask nobody for a password; it ends with the connection.
 */
export function proxyDial(proxyCommand: readonly string[], host: string, tls: JmxTls | undefined) {
  return async (port: number, signal: AbortSignal): Promise<Duplex> => {
    const way = await open(fillArgv(proxyCommand, { jmxPort: String(port) }));
    return tls ? await tlsOver(way, host, tls, signal) : way;
  };
}

async function open([file = '', ...args]: readonly string[]): Promise<Duplex> {
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
  const way = new Way(child.stdin, child.stdout, () => void child.kill('SIGTERM'));
  void child.then(({ exitCode, originalMessage }) => {
    const why = said() ?? originalMessage ?? `it ended with ${String(exitCode ?? 'a signal')}`;
    // Once the node has answered it is the connection that broke, and a new one may do.
    const kind = way.hasAnswered ? 'closed' : 'refused';
    way.destroy(new JmxError(kind, `${printable(file)}: ${printable(why)}`));
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

/** The last line that was written. */
function lastWords(stderr: Readable): () => string | undefined {
  let text = '';
  stderr.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-keptCharacters);
  });
  return () =>
    text
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => line !== '');
}
