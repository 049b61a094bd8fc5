import type { TableDiskUsage } from '../../model/readings.ts';
import { sumOf } from '../../model/counts.ts';
import { gibibytes } from '../../model/gibibytes.ts';
import { nodeOf } from '../../model/snapshot.ts';
import { valueOf } from '../../model/seen.ts';
import { ofEach, ofEachNode, type Check, type RuleContext } from './check.ts';

type Table = TableDiskUsage['tables'][number];

const mebibyte = 1024 * 1024;

/** A snapshot is made of links: as files are rewritten, it keeps the old ones beside the new ones. */
export const roomForSnapshot: Check = (context) =>
  needed(context, (tables) => ({
    bytes: sumOf(tables.map(({ mebibytes }) => mebibytes)) * mebibyte,
    what: 'the data',
  }));

/** A compaction of a whole table has its old and its new files side by side until it ends. */
export const roomForUpgradesstables: Check = (context) =>
  needed(context, (tables) => {
    const [largest] = tables.toSorted((a, b) => b.mebibytes - a.mebibytes);
    if (!largest) return { bytes: 0, what: 'no table' };
    const { keyspace, table, mebibytes } = largest;
    return { bytes: mebibytes * mebibyte, what: `the largest table, ${keyspace}.${table},` };
  });

function needed(
  context: RuleContext,
  of: (tables: readonly Table[]) => { readonly bytes: number; readonly what: string },
) {
  return [
    ...ofEachNode(context, context.behind, 'disk-usage', ({ tables }, address) => {
      const free = freeOn(context, address);
      const { bytes, what } = of(tables);
      if (free === undefined || free.bytes >= bytes) return [];
      return [
        `${what} is ${gibibytes(bytes)}, ${gibibytes(free.bytes)} are free on ${free.mounts}`,
      ];
    }),
    ...ofEach(context, context.behind, 'file-systems', () => []),
  ];
}

/** Of all data folders; those on one file system are told once for each, and count once. */
function freeOn({ snapshot }: RuleContext, address: string) {
  const seen = valueOf(nodeOf(snapshot, address)?.sources['file-systems']);
  if (!seen) return undefined;
  const mounts = new Map(seen.mounts.map(({ mount, availableBytes }) => [mount, availableBytes]));
  return { bytes: sumOf([...mounts.values()]), mounts: [...mounts.keys()].join(', ') };
}
