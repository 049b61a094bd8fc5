import type { AutoCompaction } from '../../model/readings.ts';
import { printed, type Answer } from './answer.ts';
import { sayUnknownCommand } from './failure.ts';
import { isFrom } from './release.ts';
import { table } from './table.ts';

/** `nodetool statusautocompaction -a` (4.0+). */
export function sayStatusAutoCompaction({ tables }: AutoCompaction, release: string): Answer {
  if (!isFrom(release, 4, 0)) return sayUnknownCommand(['statusautocompaction', '-a']);
  const rows = tables.map((each) => [
    each.keyspace,
    each.table,
    each.running ? 'running' : 'not running',
  ]);
  return printed(table([['Keyspace', 'Table', 'Status'], ...rows]));
}
