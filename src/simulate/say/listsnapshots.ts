import { isFrom } from './release.ts';
import { table, text } from './table.ts';

export interface SnapshotRow {
  readonly name: string;
  readonly keyspace: string;
  readonly table: string;
  /** Size, size on disk, and from 4.1 on the time it was taken, as they are printed. */
  readonly printed?: readonly string[];
}

/** `nodetool listsnapshots`; sizes are as of tables that have changed nothing since. */
export function sayListSnapshots(rows: readonly SnapshotRow[], release: string): string {
  if (rows.length === 0) return text(['Snapshot Details: ', 'There are no snapshots']);
  const times = isFrom(release, 4, 1) ? ['Creation time', 'Expiration time'] : [];
  const usual = ['0 bytes', '1.2 KiB', ...(times.length > 0 ? ['2026-11-24T00:00:00.000Z'] : [])];
  const head = ['Snapshot name', 'Keyspace name', 'Column family name', 'True size'];
  const cells = [
    [...head, 'Size on disk', ...times],
    ...rows.map(({ name, keyspace, table: of, printed = usual }) => {
      return [name, keyspace, of, ...printed];
    }),
  ];
  const total = ['', 'Total TrueDiskSpaceUsed: 0 bytes', ''];
  return text(['Snapshot Details: ']) + table(cells) + text(total);
}
