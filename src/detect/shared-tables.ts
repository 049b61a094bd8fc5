import type { SSTableCounts } from '../model/readings.ts';
import { nodeOf, type NodeSnapshot, type Snapshot } from '../model/snapshot.ts';

type Row = SSTableCounts['tables'][number];

/**
 * The look, with the tables of each node that have as many SSTables as at the one before in the same place of memory: of
 * thousands, kept for an hour, few change from minute to minute.
 */
export function sharingTables(look: Snapshot, before: Snapshot | undefined): Snapshot {
  if (!before) return look;
  return { ...look, nodes: look.nodes.map((node) => sharing(node, nodeOf(before, node.address))) };
}

function sharing(node: NodeSnapshot, before: NodeSnapshot | undefined): NodeSnapshot {
  const [seen, known] = [node.sources['sstable-counts'], before?.sources['sstable-counts']];
  if (seen?.kind !== 'seen' || known?.kind !== 'seen') return node;
  const tables = sharedRows(seen.value.tables, known.value.tables);
  const value = tables === known.value.tables ? known.value : { tables };
  return { ...node, sources: { ...node.sources, 'sstable-counts': { ...seen, value } } };
}

/** Answers name tables in one order, but for those that came or went. */
function sharedRows(rows: readonly Row[], known: readonly Row[]): readonly Row[] {
  const byName = new Map(known.map((row) => [nameOf(row), row]));
  const shared = rows.map((row) => {
    const same = byName.get(nameOf(row));
    return same?.liveSSTables === row.liveSSTables ? same : row;
  });
  const isSame = shared.length === known.length && shared.every((row, i) => row === known[i]);
  return isSame ? known : shared;
}

function nameOf({ keyspace, table }: Row): string {
  return `${keyspace}.${table}`;
}
