import type { Parsed } from '../model/parsed.ts';
import type { AutoCompaction } from '../model/readings.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/** `nodetool statusautocompaction -a` (4.0+): Keyspace, Table, Status. */
export function parseStatusAutoCompaction(text: string): Parsed<AutoCompaction> {
  return reading(() => {
    const lines = linesOf(text);
    const at = lines.findIndex((line) => /^Keyspace\s+Table\s+Status\s*$/.test(line));
    if (at < 0) unreadable(lines[0] ?? '', 'not the header of statusautocompaction -a');
    const rows = lines.slice(at + 1).filter((line) => line.trim() !== '');
    // Every node has system tables.
    if (rows.length === 0) unreadable(lines[at] ?? '', 'a table without rows');
    return { tables: rows.map(tableOf) };
  });
}

function tableOf(line: string): AutoCompaction['tables'][number] {
  const row = /^(?<keyspace>\S+)\s+(?<table>\S+)\s+(?<status>running|not running)\s*$/;
  const cell = groupsOf(row, line, 'not a row of statusautocompaction');
  return {
    keyspace: cell('keyspace'),
    table: cell('table'),
    running: cell('status') === 'running',
  };
}
