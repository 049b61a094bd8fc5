import { expect, test } from 'vitest';
import {
  parseClients,
  parseSchemaIndexes,
  parseSchemaTables,
  parseSettings,
} from '../../src/parse/config-rows.ts';
import type { Row } from '../../src/parse/row-values.ts';
import { healthyCql } from '../collect/healthy-answers.ts';
import { valueOf } from './parsers.ts';

const rows = new Map<string, readonly Row[]>(healthyCql);
const of = (table: string) => rows.get(table) ?? [];

test('settings without a value count as absent; none at all is no answer', () => {
  expect(valueOf(parseSettings(of('settings WHERE name IN'))).values).toEqual({
    max_hint_window: '3h',
    auto_snapshot: 'true',
  });
  expect(parseSettings([]).kind).toBe('unreadable');
});

test('connections of one kind are counted together', () => {
  expect(valueOf(parseClients(of('system_views.clients'))).clients).toEqual([
    { driver: 'a driver', driverVersion: '4.1', protocolVersion: 4, connections: 2 },
    { driver: undefined, driverVersion: undefined, protocolVersion: 5, connections: 1 },
  ]);
  expect(parseClients([{ protocol_version: 'x' }]).kind).toBe('unreadable');
});

test('tables with the class that compacts them, and whether they are compact', () => {
  expect(valueOf(parseSchemaTables(of('system_schema.tables'))).tables).toEqual([
    {
      ...{ keyspace: 'app', table: 'events', isCompactStorage: false },
      compaction: 'LeveledCompactionStrategy',
      gcGraceSeconds: 864_000,
    },
    {
      ...{ keyspace: 'app', table: 'old', compaction: 'own.Strategy', isCompactStorage: true },
      gcGraceSeconds: 600,
    },
  ]);
  const [row] = of('system_schema.tables');
  const compact = (flags: unknown) =>
    valueOf(parseSchemaTables([{ ...row, flags }])).tables[0]?.isCompactStorage;
  expect(compact(['compound', 'dense'])).toBe(true);
  expect(compact(['compound', 'counter'])).toBe(false);
  expect(parseSchemaTables([]).kind).toBe('unreadable');
  expect(parseSchemaTables([{ ...row, gc_grace_seconds: null }]).kind).toBe('unreadable');
  expect(parseSchemaTables([{ ...row, flags: 'compound' }]).kind).toBe('unreadable');
});

test('indexes with the class of those that have one', () => {
  expect(valueOf(parseSchemaIndexes(of('system_schema.indexes'))).indexes).toEqual([
    { keyspace: 'app', table: 'events', index: 'by_kind', className: undefined },
    { keyspace: 'app', table: 'events', index: 'by_text', className: 'SASIIndex' },
  ]);
  const [, custom] = of('system_schema.indexes');
  expect(parseSchemaIndexes([{ ...custom, options: {} }]).kind).toBe('unreadable');
});
