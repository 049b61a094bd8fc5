import { expect, test } from 'vitest';
import { plainLive } from '../../src/adapters/plain-live.ts';
import { heldClock, settled } from '../fakes/held-clock.ts';

function started() {
  const clock = heldClock();
  const lines: string[] = [];
  const live = plainLive({ err: (line) => void lines.push(line) }, clock);
  const pass = async (ms: number) => {
    clock.pass(ms);
    await settled();
  };
  return { live, lines, pass };
}

test('what lasts is said every 15 s, with how long it has lasted', async () => {
  const { live, lines, pass } = started();
  live.update('asking 3 nodes');
  await pass(14_000);
  expect(lines).toEqual([]);
  await pass(1_000);
  await pass(15_000);
  expect(lines).toEqual(['asking 3 nodes … 15 s\n', 'asking 3 nodes … 30 s\n']);
  await pass(5_000);
  live.update('watching, 78 s left');
  await pass(10_000);
  expect(lines.at(-1)).toBe('watching, 78 s left\n');
});

test('the same said again does not begin anew; an ordinary line does', async () => {
  const { live, lines, pass } = started();
  live.clear();
  live.update('waiting for CQL');
  await pass(10_000);
  live.update('waiting for CQL');
  await pass(5_000);
  expect(lines).toEqual(['waiting for CQL … 15 s\n']);
  await pass(10_000);
  live.clear();
  await pass(10_000);
  expect(lines).toHaveLength(1);
  await pass(5_000);
  expect(lines.at(-1)).toBe('waiting for CQL … 40 s\n');
});

test('nothing is said before there is something, nor after the end', async () => {
  const { live, lines, pass } = started();
  await pass(60_000);
  live.update('asking');
  live.stop();
  live.stop();
  await pass(60_000);
  live.clear();
  await pass(60_000);
  expect(lines).toEqual([]);
  live.update('asking');
  await pass(15_000);
  expect(lines).toEqual(['asking … 15 s\n']);
});
