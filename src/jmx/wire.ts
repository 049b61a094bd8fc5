import type { Duplex } from 'node:stream';
import { ByteSource, type Reading } from './byte-source.ts';
import type { JavaValue } from './java-object.ts';
import { JmxError } from './jmx-error.ts';
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

/** Greets the other side. Throws JmxError `protocol` when what answers is no RMI. */
export async function openWire(socket: Duplex, signal: AbortSignal): Promise<Wire> {
  const replies = repliesOf(socket);
  socket.write(greeting);
  await replies.next(readGreeting, signal);
  socket.write(Buffer.concat([utf(''), int(0)]));
  return {
    call: async (bytes, isVoid, until) => {
      if (!replies.failure()) socket.write(bytes);
      return await replies.next((source) => readReply(source, isVoid), until);
    },
    get isOpen() {
      return replies.failure() === undefined;
    },
    close: () => {
      socket.destroy();
    },
  };
}

/** What the socket brings, one reply after the other. */
function repliesOf(socket: Duplex) {
  let failure: JmxError | undefined;
  let wake: () => void = () => undefined;
  let source = new ByteSource(replyLimits.bytes);
  const fail = (error: JmxError) => {
    failure ??= error;
    socket.destroy();
    wake();
  };
  socket.on('data', (chunk: Buffer) => {
    source.push(chunk);
    wake();
  });
  socket.on('error', (error) => {
    fail(new JmxError('closed', `the connection broke: ${error.message}`));
  });
  socket.on('close', () => {
    fail(new JmxError('closed', 'the node closed the connection'));
  });
  const finish = async <T>(reading: Reading<T>): Promise<T> => {
    for (;;) {
      const { done, value } = reading.next();
      if (done) return value;
      if (failure) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const next = async <T>(read: (source: ByteSource) => Reading<T>, signal: AbortSignal) => {
    const onAbort = () => {
      fail(abortError(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    source = new ByteSource(replyLimits.bytes);
    try {
      if (signal.aborted) onAbort();
      if (failure) throw failure;
      return await finish(read(source));
    } catch (error) {
      if (error instanceof JmxError && error.kind === 'protocol') fail(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
  return { next, failure: () => failure };
}

function* readGreeting(source: ByteSource): Reading<void> {
  const kind = (yield* source.take(1)).readUInt8();
  if (kind !== accepted) {
    throw new JmxError('protocol', 'what answers at this port is no JMX');
  }
  const length = (yield* source.take(2)).readUInt16BE();
  yield* source.take(length + 4);
}

function abortError({ reason }: AbortSignal): JmxError {
  return reason instanceof JmxError ? reason : new JmxError('closed', 'given up');
}
