import { expect, test } from 'vitest';
import { noHistory, seriesOf, withLook, type TakenAt } from '../../src/execute/look-history.ts';
import type { Detector } from '../../src/model/detector.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';

const far = { lookBackMs: () => 60_000 } as unknown as Detector;
const near = {} as Detector;

const lookAt = (second: number, nodes = ['a', 'b']): Snapshot => ({
  at: second * 1_000,
  nodes: nodes.map((address) => ({ address, sources: {} })),
});

const historyOf = (looks: readonly Snapshot[], detectors = [near, far]) =>
  looks.reduce((history, look) => withLook(history, look, detectors, productionLimits), noHistory);

/** `second: nodes` of every look. */
function shown(
  looks: readonly Snapshot[],
  backMs: number | undefined,
  takenAt: TakenAt = () => undefined,
) {
  const newest = looks.at(-1) ?? lookAt(0);
  return seriesOf(
    historyOf(looks.slice(0, -1)),
    newest,
    takenAt,
  )(backMs).map(
    ({ at, nodes }) => `${at / 1_000}: ${nodes.map(({ address }) => address).join(' ')}`,
  );
}

test('without a time it is the newest look and the one before', () => {
  expect(shown([lookAt(0), lookAt(10), lookAt(20)], undefined)).toEqual(['10: a b', '20: a b']);
  expect(shown([lookAt(20)], undefined)).toEqual(['20: a b']);
});

test('with a time it is all that are not older, and of looks in quick turn one a tick', () => {
  const looks = [0, 50, 55, 58, 61, 70, 100, 102].map((second) => lookAt(second));
  expect(shown(looks, 60_000)).toEqual(['50: a b', '61: a b', '100: a b', '102: a b']);
});

test('nothing is kept for longer than any detector looks back, nor at all when none does', () => {
  const looks = [0, 50, 100].map((second) => lookAt(second));
  expect(historyOf(looks).spaced.map(({ at }) => at)).toEqual([50_000, 100_000]);
  expect(historyOf(looks, [near]).spaced).toEqual([]);
});

test('a node counts as far back as it was watched without a break', () => {
  const looks = [lookAt(0), lookAt(10, ['b']), lookAt(20), lookAt(30)];
  expect(shown(looks, 60_000)).toEqual(['0: b', '10: b', '20: a b', '30: a b']);
  expect(shown([lookAt(0, ['a']), lookAt(10, ['b'])], 60_000)).toEqual(['10: b']);
});

test('what was seen of a node before the roll took it does not count', () => {
  const taken = (address: string) => (address === 'a' ? 15_000 : undefined);
  const looks = [lookAt(0), lookAt(10), lookAt(20), lookAt(30)];
  expect(shown(looks, 60_000, taken)).toEqual(['0: b', '10: b', '20: a b', '30: a b']);
  expect(shown([lookAt(0), lookAt(20)], undefined, taken)).toEqual(['0: b', '20: a b']);
});

test('whoever is shown the same looks is given the same series', () => {
  const looks = [lookAt(0), lookAt(50), lookAt(60)];
  const series = seriesOf(historyOf(looks), lookAt(70), () => undefined);
  expect(series(15_000)).toBe(series(undefined));
  expect(series(20_000)).toBe(series(25_000));
  expect(series(20_000)).not.toBe(series(undefined));
});
