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
  const waiting: (() => void)[] = [];
  let taken = 0;
  let isClosed = false;
  const take = async (signal: AbortSignal): Promise<Wire> => {
    while (taken >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    taken += 1;
    for (let wire = idle.pop(); wire; wire = idle.pop()) if (wire.isOpen) return wire;
    return await open(signal);
  };
  const give = (wire: Wire | undefined) => {
    taken -= 1;
    if (isClosed) wire?.close();
    else if (wire?.isOpen) idle.push(wire);
    waiting.shift()?.();
  };
  return {
    call: async (bytes, isVoid, signal) => {
      let wire: Wire | undefined;
      try {
        wire = await take(signal);
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
