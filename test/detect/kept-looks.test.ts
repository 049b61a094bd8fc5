import { expect, test } from 'vitest';
import { detectors } from '../../src/detect/index.ts';
import { ioSpike } from '../../src/detect/io-spike.ts';
import { seriesOfEach, withKept, type KeptLooks } from '../../src/detect/kept-looks.ts';
import { nodeDown } from '../../src/detect/node-down.ts';
import { stalledCompaction } from '../../src/detect/stalled-compaction.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { valueOf } from '../../src/model/seen.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { device, info, look, ring, start } from './series-builder.ts';

const disks = { devices: [device(0, 1)] };
const status = ring({ a: 'up' });

/** Looks at these seconds; a whole one at each of `wholes`. */
function kept(seconds: readonly number[], wholes: readonly number[] = [0]): KeptLooks {
  return seconds.reduce<KeptLooks>((before, second) => {
    const isWhole = wholes.includes(second);
    const answers = { disks, ...(isWhole ? { status, info: info() } : {}) };
    const isMinute = second % 60 === 0;
    const newest = { look: look(second, { a: answers }), isWhole, isMinute };
    return withKept(before, newest, detectors, productionLimits);
  }, []);
}

function every(seconds: number, until: number): readonly number[] {
  return Array.from({ length: until / seconds + 1 }, (_, i) => i * seconds);
}

function secondsOf(looks: Series): readonly number[] {
  return looks.map(({ at }) => (at - start) / 1_000);
}

test('what is kept does not grow: of twelve minutes all, of an hour one look a minute', () => {
  const wholes = every(300, 86_400);
  const after = (seconds: number) => kept(every(10, seconds), wholes).length;
  expect(after(720)).toBe(73);
  expect(after(7_200)).toBe(73 + 50);
  expect(after(14_400)).toBe(73 + 50);
});

test('of what is long ago only that is kept which somebody looks so far back for', () => {
  const looks = kept(every(10, 1_800), every(300, 1_800));
  expect(looks[0]?.look.nodes[0]?.sources).toEqual({});
  expect(looks.at(-1)?.look.nodes[0]?.sources).toHaveProperty('disks');
});

test('where looks take long the newest whole one is kept as well', () => {
  const looks = kept(
    [0, 25, 800, 825].map((second) => second),
    [0],
  );
  expect(looks).toHaveLength(2);
  const slow = every(25, 1_000);
  expect(secondsOf(kept(slow, [0]).map((one) => one.look))[0]).toBe(0);
});

test.each([
  ['stopped for a while', [0, 10, 20, 3_600, 3_610]],
  ['set back', [0, 10, 20, 5, 15]],
])('after a gap it begins anew: %s', (_, seconds) => {
  expect(secondsOf(kept(seconds).map((one) => one.look))).toEqual(seconds.slice(3));
});

test('the time in which a look was judged is no gap', () => {
  const answers = { a: { disks } };
  const first = { look: look(0, answers), isWhole: true, isMinute: true };
  const late = { look: look(70, answers), isWhole: false, isMinute: true };
  const keptWith = (idleSince?: number) =>
    withKept([first], { ...late, idleSince }, detectors, productionLimits).length;
  expect([keptWith(start + 60_000), keptWith(start), keptWith()]).toEqual([2, 1, 1]);
});

test('tables that did not change are kept once, of older looks only what is compared', () => {
  const tables = (liveSSTables: number) => ({
    tables: [
      { keyspace: 'app', table: 'calm', liveSSTables: 3 },
      { keyspace: 'app', table: 'busy', liveSSTables },
    ],
  });
  const looks = every(30, 1_800).reduce<KeptLooks>((before, second) => {
    const answers = {
      'sstable-counts': tables(second < 300 ? 1 : second),
      autocompaction: { tables: [] },
    };
    const newest = {
      look: look(second, { a: answers }),
      isWhole: second % 300 === 0,
      isMinute: second % 60 === 0,
    };
    return withKept(before, newest, detectors, productionLimits);
  }, []);
  const counts = looks.map(({ look: { nodes } }) => valueOf(nodes[0]?.sources['sstable-counts']));
  expect(counts[1]).toBe(counts[0]);
  expect(counts[6]).not.toBe(counts[5]);
  expect(counts[6]?.tables[0]).toBe(counts[0]?.tables[0]);
  const seconds = secondsOf(looks.map((one) => one.look));
  expect(counts.map((one) => one?.tables[1]?.liveSSTables)).toEqual(
    seconds.map((second) => (second < 300 ? 1 : second)),
  );
  const isKept = looks.map(({ look: { nodes } }) => 'autocompaction' in (nodes[0]?.sources ?? {}));
  expect([isKept[0], isKept.at(-1)]).toEqual([false, true]);
});

test('each detector is shown its own time', () => {
  const seriesFor = seriesOfEach(kept(every(10, 900), [0, 300, 600, 900]), productionLimits);
  expect(secondsOf(seriesFor(ioSpike))).toEqual(every(10, 120).map((second) => 780 + second));
  expect(secondsOf(seriesFor(stalledCompaction))[0]).toBe(180);
  expect(secondsOf(seriesFor(nodeDown))[0]).toBe(540);
});

test('of a whole look before that time only what stays as it is', () => {
  const seriesFor = seriesOfEach(kept(every(10, 290), [0]), productionLimits);
  const [first, second] = seriesFor(ioSpike);
  expect(secondsOf(seriesFor(ioSpike)).slice(0, 2)).toEqual([0, 170]);
  expect(Object.keys(first?.nodes[0]?.sources ?? {})).toEqual(['status', 'info']);
  expect(Object.keys(second?.nodes[0]?.sources ?? {})).toEqual(['disks']);
});
