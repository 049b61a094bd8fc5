import { clearLine, cursorTo, moveCursor } from 'node:readline';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import chalk from 'chalk';
import { beforeEach, expect, test, vi } from 'vitest';
import { oraLive } from '../../src/adapters/ora-live.ts';

/** A stream that looks like a terminal and remembers what was written. */
function fakeTerminal(columns = 80) {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  Object.assign(stream, {
    isTTY: true,
    columns,
    cursorTo: (x: number) => cursorTo(stream, x),
    moveCursor: (x: number, y: number) => moveCursor(stream, x, y),
    clearLine: (direction: -1 | 0 | 1) => clearLine(stream, direction),
  });
  return { stream, raw: () => written, text: () => stripVTControlCharacters(written) };
}

/** The spinner is loaded at the first update; this load is behind that one. */
const loaded = () => import('ora');

beforeEach(() => {
  // Ora keeps still in CI and on a dumb terminal.
  vi.stubEnv('CI', undefined);
  vi.stubEnv('CONTINUOUS_INTEGRATION', undefined);
  vi.stubEnv('TERM', 'xterm');
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  };
});

test('shows one line that changes, and takes it away', async () => {
  const { stream, raw, text } = fakeTerminal();
  const live = oraLive(stream);
  live.update('asking 3 nodes');
  await loaded();
  expect(text()).toContain('asking 3 nodes');
  live.update('judging');
  vi.advanceTimersByTime(500);
  expect(text()).toContain('judging');
  expect(text()).not.toContain('\n');
  live.stop();
  const afterText = raw().slice(raw().lastIndexOf('judging'));
  expect(afterText).toContain('\u001b[1G\u001b[0K');
  expect(vi.getTimerCount()).toBe(0);
});

test('clears the line for an ordinary one and comes back with the next update', async () => {
  const { stream, text } = fakeTerminal();
  const live = oraLive(stream);
  live.update('one');
  await loaded();
  live.clear();
  const before = text().length;
  vi.advanceTimersByTime(500);
  expect(text()).toHaveLength(before);
  live.update('two');
  vi.advanceTimersByTime(500);
  expect(text().slice(before)).toContain('two');
  live.stop();
});

test.each([
  [{}, true],
  [{ NO_COLOR: '' }, true],
  [{ NO_COLOR: '1' }, false],
])('with %j it is coloured: %j', async (env, isColored) => {
  // Ora's own, which asks the tests' stdout.
  chalk.level = 1;
  const { stream, raw } = fakeTerminal();
  const live = oraLive(stream, env);
  live.update('one');
  await loaded();
  live.stop();
  expect(raw()).toContain('one');
  expect(raw().includes('\u001b[36m')).toBe(isColored);
});

test('stopped before it was loaded shows nothing', async () => {
  const { stream, raw } = fakeTerminal();
  const live = oraLive(stream);
  live.update('one');
  live.stop();
  await loaded();
  expect(raw()).toBe('');
});

test('taken up again while it was loading it is still one line that can be stopped', async () => {
  const { stream, text } = fakeTerminal();
  const live = oraLive(stream);
  live.update('one');
  live.stop();
  live.update('two');
  await loaded();
  expect(text()).toContain('two');
  live.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('on a terminal without columns nothing is written, where ora would never come to an end', async () => {
  const terminal = fakeTerminal(0);
  const live = oraLive(terminal.stream);
  live.update('asking 3 nodes');
  await loaded();
  await vi.advanceTimersByTimeAsync(500);
  live.update('asking 2 nodes');
  live.stop();
  expect(terminal.raw()).toBe('');
});
