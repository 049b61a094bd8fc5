import { nodetoolOn } from '../../model/advice.ts';
import type { Finding } from '../../model/finding.ts';
import { lastedText } from '../../model/lasted.ts';
import { latestValue, looksOf, spanMs, type Look } from '../../model/series.ts';
import { riseIn } from '../rise.ts';
import { growthOf, sstableSamples, type NodeCompactions } from '../compaction/node-compactions.ts';

/** Over half an hour the timer has looked at a table thirty times. */
export const halfHourMs = 1_800_000;
/** Twice the four SSTables of a size from which the usual strategies compact. */
const growthLimit = 8;

/**
 * SILENT: a table gathers SSTables and is never compacted, whatever pending says: SSTables that a
 * strategy has lost (13801, 14423) or set aside as suspect are in no estimate.
 */
export function judgeSilent(on: NodeCompactions): readonly Finding[] {
  const tables = latestValue(on.series, on.node, 'sstable-counts')?.tables ?? [];
  const before = firstCounts(on);
  return tables.flatMap(({ keyspace, table, liveSSTables }) => {
    // Of a thousand tables hardly one has grown.
    const atFirst = before.get(`${keyspace}.${table}`);
    if (atFirst === undefined || liveSSTables - atFirst < growthLimit) return [];
    const samples = sstableSamples(on.series, on.node, keyspace, table);
    const growth = growthOf(samples);
    const isLong = spanMs(samples) >= halfHourMs;
    if (!isLong || wasSeen(on, keyspace, table)) return [];
    return isOn(on, keyspace, table) ? [toFinding(on, { keyspace, table, growth, samples })] : [];
  });
}

function firstCounts({ series, node }: NodeCompactions): ReadonlyMap<string, number> {
  const tables = looksOf(series, node, 'sstable-counts')[0]?.value.tables ?? [];
  return new Map(
    tables.map(({ keyspace, table, liveSSTables }) => [`${keyspace}.${table}`, liveSSTables]),
  );
}

function wasSeen({ looks }: NodeCompactions, keyspace: string, table: string): boolean {
  return looks.some(({ value }) =>
    value.active.some((task) => task.keyspace === keyspace && task.table === table),
  );
}

/** Where it is off, or not known to be on, that is another finding. */
function isOn({ series, node }: NodeCompactions, keyspace: string, table: string): boolean {
  const tables = latestValue(series, node, 'autocompaction')?.tables ?? [];
  const own = tables.find((one) => one.keyspace === keyspace && one.table === table);
  return own?.running === true;
}

interface Grown {
  readonly keyspace: string;
  readonly table: string;
  readonly growth: number;
  readonly samples: readonly Look<number>[];
}

function toFinding(on: NodeCompactions, { keyspace, table, growth, samples }: Grown): Finding {
  const written = riseIn(on.series, on.node, 'disk-activity', (one) => one.compactionWrittenBytes);
  // Without a task that was seen a short one may have come and gone, where any wrote at all.
  const isSure = written !== undefined && written.rise === 0;
  const over = lastedText(spanMs(samples));
  return {
    detector: 'compaction-trend',
    state: 'SILENT',
    severity: isSure ? 'warning' : 'info',
    node: on.node,
    subject: `${keyspace}.${table}`,
    summary: `${growth} more SSTables in ${over} and no compaction of it${isSure ? '' : ' was seen'}`,
    evidence: [
      { what: 'SSTables', value: samples.at(-1)?.value ?? 0, limit: `+${growthLimit}`, samples },
      { what: 'looks at running compactions', value: on.looks.length },
      {
        what: 'written by all compactions of the node',
        value: written?.rise ?? 'not seen',
        unit: 'bytes',
      },
    ],
    advice: [
      nodetoolOn(on.node, 'tablestats', `${keyspace}.${table}`),
      'look in the log for exceptions of CompactionExecutor: a suspect SSTable is passed over',
      nodetoolOn(on.node, 'compact', keyspace, table),
    ],
  };
}
