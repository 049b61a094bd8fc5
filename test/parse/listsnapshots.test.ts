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

/** As 2.1 and 2.2 print it. */
const printed = (...rows: readonly (readonly string[])[]) => {
  const head = [
    'Snapshot name',
    'Keyspace name',
    'Column family name',
    'True size',
    'Size on disk',
  ];
  const widths = [20, 29, 29, 19, 19];
  const lines = [head, ...rows].map((cells) =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(''),
  );
  return ['Snapshot Details: ', ...lines, '', 'Total TrueDiskSpaceUsed: 0 bytes', '', ''].join(
    '\n',
  );
};
const sizes = ['0 bytes', '1.2 KB'];

test('up to 2.2 columns have no gap: a long name is told from the keyspace it runs into', () => {
  const text = printed(
    ['ringward-20261130-0102-ab', 'app', 'events', ...sizes],
    ['exactly-twenty-chars', 'app', 'events', ...sizes],
    ['before the roll', 'app', 'events', ...sizes],
    // Too long for its column, too, which does not matter here.
    ['mine', 'app', 'a_table_with_a_name_of_forty_characters_', ...sizes],
  );
  expect(parseListSnapshots(text)).toEqual({
    kind: 'parsed',
    value: ['ringward-20261130-0102-ab', 'exactly-twenty-chars', 'before the roll', 'mine'],
  });
});

test.each([
  ['a_keyspace_of_thirty_characters', 'events'],
  ['app', 'a_table_with_a_name_of_thirty_one'],
])('where %s.%s is too long as well nobody can tell', (keyspace, table) => {
  const text = printed(['ringward-20261130-0102-ab', keyspace, table, ...sizes]);
  expect(parseListSnapshots(text)).toMatchObject({
    kind: 'unreadable',
    why: 'the name of the snapshot is not told apart',
  });
});

const whole = sayListSnapshots(rows, '4.1.10');

test.each([
  ['', 'the answer is empty'],
  ['Snapshot Details: \n', 'neither a table of snapshots nor the word that none are'],
  [`${whole.split('\nbefore')[0] ?? ''}\n`, 'no sum of sizes: it was cut off'],
])('a text that is not whole is not read: %j', (text, why) => {
  expect(parseListSnapshots(text)).toMatchObject({ kind: 'unreadable', why });
});
