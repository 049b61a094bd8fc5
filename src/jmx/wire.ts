import type { Duplex } from 'node:stream';
import { ByteSource, type Reading } from './byte-source.ts';
import type { JavaValue } from './java-object.ts';
import { JmxError } from '../ports/jmx.ts';
import { abortError } from './abort-error.ts';
import { replyLimits } from './limits.ts';
import { int, utf } from './object-writer.ts';
import { readReply } from './read-reply.ts';

/** One socket; one question at a time. */
export interface Wire {
  /** `bytes` is a whole call. An abort or an error ends the socket: its answer could be taken for the next one's. */
  call(bytes: Buffer, isVoid: boolean, signal: AbortSignal): Promise<JavaValue>;
  readonly isOpen: boolean;
  close(): void;
}

const greeting = Buffer.from('4a524d4900024b', 'hex');
const accepted = 0x4e;

/** Greets the other side. Throws JmxError `no-jmx` when what answers is no RMI. */
export async function openWire(socket: Duplex, signal: AbortSignal): Promise<Wire> {
  const replies = new Replies(socket);
  await replies.to(greeting, readGreeting, signal);
  socket.write(Buffer.concat([utf(''), int(0)]));
  return {
    call: async (bytes, isVoid, until) => {
      return await replies.to(bytes, (source) => readReply(source, isVoid), until);
    },
    get isOpen() {
      return !replies.hasFailed;
    },
    close: () => {
      socket.destroy();
    },
  };
}

/** What the socket brings, one reply after the other. */
class Replies {
  readonly #socket: Duplex;
  #source = new ByteSource(replyLimits.bytes);
  #failure: JmxError | undefined;
  #wake: () => void = () => undefined;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#source.push(chunk);
      this.#wake();
    });
    socket.on('error', (error) => {
      const broke = () => new JmxError('closed', `the connection broke: ${error.message}`);
      this.#fail(error instanceof JmxError ? error : broke());
    });
    socket.on('close', () => {
      this.#fail(new JmxError('closed', 'the node closed the connection'));
    });
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Sends the bytes and reads what comes back. */
  async to<T>(
    bytes: Buffer,
    read: (source: ByteSource) => Reading<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const onAbort = () => {
      this.#fail(abortError(signal));
    };
    this.#source = new ByteSource(replyLimits.bytes);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      if (!this.#failure) this.#socket.write(bytes);
      return await this.#finish(read(this.#source));
    } catch (error) {
      if (error instanceof JmxError && (error.kind === 'protocol' || error.kind === 'no-jmx'))
        this.#fail(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #finish<T>(reading: Reading<T>): Promise<T> {
    for (;;) {
      const { done, value } = reading.next();
      if (done) return value;
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #fail(error: JmxError): void {
    this.#failure ??= error;
    this.#socket.destroy();
    this.#wake();
  }
}

function* readGreeting(source: ByteSource): Reading<void> {
  const kind = yield* source.u8();
  if (kind !== accepted) {
    throw new JmxError('no-jmx', 'what answers at this port is no JMX');
  }
  yield* source.take((yield* source.u16()) + 4);
}
