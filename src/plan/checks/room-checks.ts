import type { TableDiskUsage } from '../../model/readings.ts';
import { sumOf } from '../../model/counts.ts';
import { diskRoom } from '../../model/room.ts';
import { nodeOf } from '../../model/snapshot.ts';
import { valueOf } from '../../model/seen.ts';
import { ofEach, ofEachNode, type Check, type RuleContext } from './check.ts';

type Table = TableDiskUsage['tables'][number];

const mebibyte = 1024 * 1024;

/** A snapshot is made of links: as files are rewritten, it keeps the old ones beside the new ones. */
export const roomForSnapshot: Check = (context) =>
  needed(context, (tables) => ({
    bytes: sumOf(tables.map(({ mebibytes }) => mebibytes)) * mebibyte,
    what: 'the data is',
  }));

/** A compaction of a whole table has its old and its new files side by side until it ends. */
export const roomForUpgradesstables: Check = (context) =>
  needed(context, (tables) => {
    const [largest] = tables.toSorted((a, b) => b.mebibytes - a.mebibytes);
    if (!largest) return { bytes: 0, what: 'no table is' };
    const { keyspace, table, mebibytes } = largest;
    return { bytes: mebibytes * mebibyte, what: `the largest table, ${keyspace}.${table}, is` };
  });

function needed(
  context: RuleContext,
  of: (tables: readonly Table[]) => { readonly bytes: number; readonly what: string },
) {
  return [
    ...ofEachNode(context, context.behind, 'disk-usage', ({ tables }, address) => {
      const disks = valueOf(nodeOf(context.snapshot, address)?.sources['file-systems']);
      const minFreePercent = context.limits.diskFreeCriticalPercent;
      const room = disks && diskRoom(disks, { ...of(tables), minFreePercent });
      return !room || room.isEnough ? [] : [room.text];
    }),
    ...ofEach(context, context.behind, 'file-systems', ({ mounts }) =>
      mounts.length > 0 ? [] : ['no file system of its data folders was seen'],
    ),
  ];
}
