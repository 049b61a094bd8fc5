import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ttyScreen, type ScreenTerminal } from '../../src/adapters/tty-screen.ts';

/** A terminal with what was done to it. */
function terminal(shape: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const modes: boolean[] = [];
  const interrupts: string[] = [];
  const exits: (() => void)[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
  });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 10, ...shape });
  let text = '';
  output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const given: ScreenTerminal = {
    input,
    output,
    onInterrupt: () => void interrupts.push('SIGINT'),
    onExit: (restore) => {
      exits.push(restore);
      return () => exits.splice(exits.indexOf(restore), 1);
    },
  };
  return { given, input, output, modes, interrupts, exits, text: () => text };
}

function listener() {
  const keys: string[] = [];
  return { keys, onKey: (key: string) => void keys.push(key), onResize: () => void keys.push('R') };
}

test.each([
  ['stdout is a pipe', terminal({ isTTY: false }).given, {}],
  ['nobody has sized it', terminal({ columns: 0 }).given, {}],
  ['it is dumb', terminal().given, { TERM: 'dumb' }],
])('none where %s', (_, given, env) => {
  expect(ttyScreen(given, env)).toBeUndefined();
});

test('keys come as they are pressed, Ctrl-C as a signal, a new size is told', async () => {
  const { given, input, output, interrupts } = terminal();
  const told = listener();
  const screen = ttyScreen(given, {})?.(told);
  input.write('1');
  await new Promise<void>((resolve) => setImmediate(resolve));
  input.write('\u0003');
  await new Promise<void>((resolve) => setImmediate(resolve));
  // Pressed twice while the process was busy.
  input.write('\u0003\u0003');
  await new Promise<void>((resolve) => setImmediate(resolve));
  output.columns = 100;
  output.emit('resize');
  expect(told.keys).toEqual(['1', 'R']);
  expect(interrupts).toEqual(['SIGINT', 'SIGINT']);
  expect(screen).toMatchObject({ columns: 100, rows: 10 });
});

test('lines are drawn in place of what was there; closed, the terminal is as before', () => {
  const { given, input, modes, exits, text } = terminal();
  const told = listener();
  const screen = ttyScreen(given, {})?.(told);
  screen?.show(['one', 'two']);
  expect(text()).toBe('\u001b[?1049h\u001b[?25l\u001b[Hone\u001b[K\r\ntwo\u001b[K\u001b[J');
  screen?.close();
  screen?.close();
  screen?.show(['three']);
  expect(text().endsWith('\u001b[J\u001b[?25h\u001b[?1049l')).toBe(true);
  expect(modes).toEqual([true, false]);
  expect(input.listenerCount('data')).toBe(0);
  expect(exits).toEqual([]);
});

test('a process that ends otherwise restores it, too', () => {
  const { given, modes, exits, text } = terminal();
  ttyScreen(given, {})?.(listener());
  exits[0]?.();
  expect(modes).toEqual([true, false]);
  expect(text()).toContain('\u001b[?1049l');
});
