import { expect, test } from 'vitest';
import { parseListSnapshots } from '../../src/parse/listsnapshots.ts';
import { sayListSnapshots } from '../../src/simulate/say/listsnapshots.ts';

const rows = ['ringward-r1', 'before the roll'].flatMap((name) =>
  ['events', 'views'].map((table) => ({ name, keyspace: 'app', table })),
);

test.each(['2.1.13', '3.11.19', '4.0.19', '4.1.10', '5.0.8'])(
  'listsnapshots of %s is read: each name once',
  (release) => {
    const value = ['ringward-r1', 'before the roll'];
    expect(parseListSnapshots(sayListSnapshots(rows, release))).toEqual({ kind: 'parsed', value });
    expect(parseListSnapshots(sayListSnapshots([], release))).toEqual({
      kind: 'parsed',
      value: [],
    });
  },
);

test('up to 2.2 the word that there are none has no end of line', () => {
  const text = 'Snapshot Details: \nThere are no snapshots';
  expect(parseListSnapshots(text)).toEqual({ kind: 'parsed', value: [] });
});

const whole = sayListSnapshots(rows, '4.1.10');

test.each([
  ['', 'the answer is empty'],
  ['Snapshot Details: \n', 'neither a table of snapshots nor the word that none are'],
  [`${whole.split('\nbefore')[0] ?? ''}\n`, 'no sum of sizes: it was cut off'],
])('a text that is not whole is not read: %j', (text, why) => {
  expect(parseListSnapshots(text)).toMatchObject({ kind: 'unreadable', why });
});
