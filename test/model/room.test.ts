import { expect, test } from 'vitest';
import { diskRoom } from '../../src/model/room.ts';

const gib = 1024 ** 3;
const mount = (name: string, freeGiB: number, totalGiB = 100) => ({
  ...{ device: name, mount: name },
  ...{ totalBytes: totalGiB * gib, availableBytes: freeGiB * gib },
});
const room = (bytesGiB: number, ...mounts: readonly ReturnType<typeof mount>[]) =>
  diskRoom({ mounts }, { bytes: bytesGiB * gib, minFreePercent: 10, what: 'it has' });

test('one file system must take all of it, and keep its share free', () => {
  expect(room(40, mount('/d', 50))?.isEnough).toBe(true);
  expect(room(40, mount('/d', 49))).toEqual({
    isEnough: false,
    text: 'it has 40.0 GiB, 49.0 GiB of 100.0 GiB are free on /d, and 10.0 GiB (10 %) are to stay so',
  });
});

test('of several each must take what is used on it: not all on the least free, not all on their sum', () => {
  const disks = [mount('/d1', 70), mount('/d2', 70), mount('/d3', 70), mount('/d4', 70)];
  expect(room(120, ...disks)?.isEnough).toBe(true);
  const uneven = [mount('/d1', 95), mount('/d2', 95), mount('/d3', 40)];
  expect(room(70, ...uneven)).toEqual({
    isEnough: false,
    text: 'it has 70.0 GiB, up to 60.0 GiB of it on /d3, 40.0 GiB of 100.0 GiB are free on /d3, and 10.0 GiB (10 %) are to stay so',
  });
});

test('data folders on one file system count once; where more is there than used, the least free takes all', () => {
  expect(room(40, mount('/d', 50), mount('/d', 50))?.isEnough).toBe(true);
  expect(room(60, mount('/d1', 69), mount('/d2', 100))?.isEnough).toBe(false);
});

test('no file system is no answer', () => {
  expect(room(1)).toBeUndefined();
});
