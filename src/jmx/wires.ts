import { JmxError } from '../ports/jmx.ts';
import { abortError } from './abort-error.ts';
import type { JavaValue } from './java-object.ts';
import type { Wire } from './wire.ts';

/** Several questions at once to one port, each on a socket of its own, never more than `most`. */
export interface Wires {
  call(bytes: Buffer, isVoid: boolean, signal: AbortSignal): Promise<JavaValue>;
  /** What is under way ends first. */
  close(): void;
}

export function wiresTo(open: (signal: AbortSignal) => Promise<Wire>, most: number): Wires {
  const idle: Wire[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;
  let isClosed = false;
  const take = async (signal: AbortSignal): Promise<Wire> => {
    while (taken >= most) await turn(waiting, signal);
    if (isClosed) throw new JmxError('closed', 'the connection was closed meanwhile');
    taken += 1;
    for (let wire = idle.pop(); wire; wire = idle.pop()) if (wire.isOpen) return wire;
    return await open(signal).catch((error: unknown) => {
      give(undefined);
      throw error;
    });
  };
  const give = (wire: Wire | undefined) => {
    taken -= 1;
    if (isClosed) wire?.close();
    else if (wire?.isOpen) idle.push(wire);
    const [next] = waiting;
    next?.();
  };
  return {
    call: async (bytes, isVoid, signal) => {
      const wire = await take(signal);
      try {
        return await wire.call(bytes, isVoid, signal);
      } finally {
        give(wire);
      }
    },
    close: () => {
      isClosed = true;
      for (const wire of idle.splice(0)) wire.close();
    },
  };
}

/** Until a socket is given back, or the question is given up. */
function turn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(mine);
      signal.removeEventListener('abort', onAbort);
    };
    const mine = () => {
      leave();
      resolve();
    };
    const onAbort = () => {
      leave();
      reject(abortError(signal));
    };
    waiting.add(mine);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
