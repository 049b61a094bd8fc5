import { types } from 'cassandra-driver';
import { expect, test } from 'vitest';
import { toPlainRow } from '../../src/adapters/driver-values.ts';

/** A row as the driver hands it over. */
function row(values: Readonly<Record<string, unknown>>): types.Row {
  const shape = { keys: () => Object.keys(values), get: (name: string) => values[name] };
  return shape as unknown as types.Row;
}

const uuid = 'ed937136-9164-41fd-aed4-83ef5723b0e1';

const cases: readonly (readonly [what: string, value: unknown, plain: unknown])[] = [
  ['text', 'a', 'a'],
  ['null', null, null],
  ['a bigint', 1795549690n, 1795549690],
  ['a uuid', types.Uuid.fromString(uuid), uuid],
  ['an IPv4 address', types.InetAddress.fromString('127.0.0.1'), '127.0.0.1'],
  ['an IPv6 address', types.InetAddress.fromString('::1'), '::1'],
  ['a time', new Date(1_000), 1_000],
  ['a list', [1n, types.Uuid.fromString(uuid)], [1, uuid]],
  ['a set', new Set(['b', 'a']), ['b', 'a']],
  ['a map', { class: 'SimpleStrategy', rf: 3n }, { class: 'SimpleStrategy', rf: 3 }],
  ['a map with other keys', new Map([[types.Uuid.fromString(uuid), [1n]]]), { [uuid]: [1] }],
  ['a blob', Buffer.from('ab'), Buffer.from('ab')],
];

test.each(cases)('%s is plain data', (_, value, plain) => {
  expect(toPlainRow(row({ column: value }))).toEqual({ column: plain });
});

test('every column is there under its name', () => {
  expect(toPlainRow(row({ a: 1, b: undefined }))).toEqual({ a: 1, b: undefined });
});
