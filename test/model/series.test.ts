import { expect, test } from 'vitest';
import { latestOf, latestValue, looksOf, spanMs } from '../../src/model/series.ts';
import { failed, look, looks } from '../detect/series-builder.ts';

const node = '10.0.0.1';
const pressure = (someAvg10: number) => ({ 'io-pressure': { someAvg10, fullAvg10: 0 } });

test('the latest answer is the one of the last look that asked', () => {
  const series = [look(0, { [node]: pressure(1) }), look(10, { [node]: {} })];
  expect(latestValue(series, node, 'io-pressure')?.someAvg10).toBe(1);
});

test('a newer failure wins over an older answer', () => {
  const series = [
    look(0, { [node]: pressure(1) }),
    look(10, { [node]: { 'io-pressure': failed('timed-out') } }),
  ];
  expect(latestValue(series, node, 'io-pressure')).toBeUndefined();
  expect(latestOf(series, node, 'io-pressure')?.kind).toBe('missing');
});

test('looks hold only what was answered, with its time', () => {
  const series = looks(20, 10, (second) => ({
    [node]: second === 10 ? { 'io-pressure': failed('failed') } : pressure(second),
  }));
  const found = looksOf(series, node, 'io-pressure');
  expect(found.map((one) => one.value.someAvg10)).toEqual([0, 20]);
  expect(spanMs(found)).toBe(20_000);
});

test('a single look spans no time', () => {
  expect(spanMs([look(0, {})])).toBe(0);
  expect(spanMs([])).toBe(0);
});
