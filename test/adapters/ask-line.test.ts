import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askLine } from '../../src/adapters/ask-line.ts';

/** What is typed at a terminal, key by key. */
function asked(signal = new AbortController().signal) {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const seen = { interrupts: 0 };
  const onInterrupt = () => void (seen.interrupts += 1);
  return { input, seen, answer: askLine({ input, output, onInterrupt }, 'Go on? ', signal) };
}

test('the line that is typed is the answer', async () => {
  const { input, answer } = asked();
  input.write('yes\r');
  expect(await answer).toBe('yes');
});

test.each([
  ['Ctrl-D on an empty line', '\u0004'],
  ['the terminal going away', undefined],
])('%s is no answer, and ends', async (_, keys) => {
  const { input, answer } = asked();
  if (keys === undefined) input.end();
  else input.write(keys);
  expect(await answer).toBeUndefined();
});

test('Ctrl-C is told as the interrupt it is; the signal that follows ends the question', async () => {
  const signals = new AbortController();
  const { input, seen, answer } = asked(signals.signal);
  input.write('\u0003');
  await expect.poll(() => seen.interrupts).toBe(1);
  signals.abort();
  expect(await answer).toBeUndefined();
});

test('after a signal nothing is asked', async () => {
  expect(await asked(AbortSignal.abort()).answer).toBeUndefined();
});
