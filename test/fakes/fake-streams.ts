import type { Live } from '../../src/ports/live.ts';
import type { Streams } from '../../src/ports/streams.ts';

export function fakeStreams(
  shape: Partial<
    Pick<
      Streams,
      'outIsTerminal' | 'errIsTerminal' | 'isInteractive' | 'ask' | 'columns' | 'colorLevel'
    >
  > = {},
) {
  let out = '';
  let err = '';
  const streams: Streams = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    isInteractive: false,
    ask: () => Promise.resolve(''),
    columns: 80,
    colorLevel: 0,
    ...shape,
  };
  return { ...streams, outText: () => out, errText: () => err };
}

/** Remembers every line the live view showed. */
export function fakeLive(): Live & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    update: (text) => void lines.push(text),
    clear: () => undefined,
    stop: () => undefined,
  };
}
