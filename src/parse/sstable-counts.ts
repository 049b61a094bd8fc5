import type { Parsed } from '../model/parsed.ts';
import type { SSTableCounts } from '../model/readings.ts';
import { beansOf, propertiesOf, type Bean } from './mxdump.ts';
import { isCount } from './quantity.ts';
import { reading, unreadable } from './reading.ts';

/** The gauge LiveSSTableCount of every table, as `sjk mxdump` prints it. */
export function parseSSTableCounts(text: string): Parsed<SSTableCounts> {
  return reading(() => {
    const tables = beansOf(text).flatMap(countOf);
    // Every node has system tables.
    if (tables.length === 0) unreadable(text.split('\n')[0] ?? '', 'no table in the dump');
    return { tables };
  });
}

/** A bean without keyspace or table is the sum of others. */
function countOf(bean: Bean): SSTableCounts['tables'] {
  const properties = propertiesOf(bean.name);
  const [keyspace, table] = [properties.get('keyspace'), properties.get('scope')];
  if (properties.get('name') !== 'LiveSSTableCount' || !keyspace || !table) return [];
  const count = bean['Value'];
  if (!isCount(count)) unreadable(bean.name, 'its Value is not a number');
  return [{ keyspace, table, liveSSTables: count }];
}
