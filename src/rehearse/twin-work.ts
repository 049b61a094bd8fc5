import type { Instant } from '../model/instant.ts';
import { latestValue, looksOf, spanMs, type Look } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { quietWork } from '../simulate/new-cluster.ts';
import type { Counter, Disk, SSTables, Work } from '../simulate/state.ts';
import { compactionsTwin } from './twin-compactions.ts';
import type { TwinParts } from './twin-parts.ts';

/** What the node was seen to do beside serving. */
export function workTwin(parts: TwinParts): Work {
  const { node, seen, keyspaces, seed } = parts;
  const { address } = node;
  const at = seen.at(-1)?.at ?? 0;
  const quiet = quietWork(seed, address, at, keyspaces);
  const ring = latestValue(seen, address, 'status')?.rows;
  return {
    ...quiet,
    loadBytes: ring?.find((row) => row.address === address)?.loadBytes ?? quiet.loadBytes,
    sstables: sstablesTwin(seen, address, at) ?? quiet.sstables,
    autocompactionOff: [...tablesWithout(seen, address)],
    dropped: droppedTwin(seen, address, at),
    disk: diskTwin(seen, address, at, quiet.disk),
    ...compactionWork(parts, at, quiet),
  };
}

type CompactionWork = Pick<Work, 'throughputMiBPerSecond' | 'compactions' | 'pendingTasks'>;

function compactionWork(parts: TwinParts, at: Instant, quiet: Work): CompactionWork {
  const { seen, node } = parts;
  const throughput = latestValue(seen, node.address, 'compaction-throughput')?.mebibytesPerSecond;
  const throughputMiBPerSecond = throughput ?? quiet.throughputMiBPerSecond;
  const compactions = compactionsTwin(parts, at, throughputMiBPerSecond);
  const pending = latestValue(seen, node.address, 'compactionstats')?.pendingTasks ?? 0;
  const pendingTasks = Math.max(0, pending - compactions.length);
  return { throughputMiBPerSecond, compactions, pendingTasks };
}

/** `keyspace.table` */
function tablesWithout(seen: Series, address: string): ReadonlySet<string> {
  const tables = latestValue(seen, address, 'autocompaction')?.tables ?? [];
  const off = tables.filter(({ running }) => !running);
  return new Set(off.map(({ keyspace, table }) => `${keyspace}.${table}`));
}

/** Where autocompaction is off they go on growing as they were seen to. */
function sstablesTwin(seen: Series, address: string, at: Instant): readonly SSTables[] | undefined {
  const looks = looksOf(seen, address, 'sstable-counts');
  const isOff = tablesWithout(seen, address);
  const usage = latestValue(seen, address, 'disk-usage')?.tables ?? [];
  return looks.at(-1)?.value.tables.map(({ keyspace, table, liveSSTables }) => {
    const isThis = (one: { readonly keyspace: string; readonly table: string }) =>
      one.keyspace === keyspace && one.table === table;
    const samples = looks.map((look) => ({
      at: look.at,
      value: look.value.tables.find(isThis)?.liveSSTables ?? 0,
    }));
    const perSecond = isOff.has(`${keyspace}.${table}`) ? risePerSecond(samples) : 0;
    return {
      keyspace,
      table,
      live: { since: at, base: liveSSTables, perSecond },
      bytes: (usage.find(isThis)?.mebibytes ?? 0) * 1024 ** 2,
    };
  });
}

/** Counters begin with the process: what counts is whether they rise. */
function droppedTwin(seen: Series, address: string, at: Instant): Work['dropped'] {
  const looks = looksOf(seen, address, 'tpstats');
  const rising = (['READ', 'MUTATION', 'HINT'] as const).flatMap((type) => {
    const samples = looks.flatMap((look): readonly Look<number>[] => {
      const names = [type, `${type}_REQ`];
      const found = look.value.dropped?.find(({ message }) => names.includes(message));
      return found ? [{ at: look.at, value: found.count }] : [];
    });
    const perSecond = risePerSecond(samples);
    const counter: Counter = { since: at, base: 0, perSecond };
    return perSecond > 0 ? [[type, counter] as const] : [];
  });
  return Object.fromEntries(rising);
}

/** The fullest of its file systems. */
function diskTwin(seen: Series, address: string, at: Instant, quiet: Disk): Disk {
  const mounts = latestValue(seen, address, 'file-systems')?.mounts ?? [];
  const free = (mount: (typeof mounts)[number]) => mount.availableBytes / mount.totalBytes;
  const [fullest] = mounts
    .filter(({ totalBytes }) => totalBytes > 0)
    .toSorted((a, b) => free(a) - free(b));
  if (!fullest) return quiet;
  const { device, totalBytes, availableBytes } = fullest;
  return {
    ...quiet,
    device: device.replace(/^\/dev\//, ''),
    totalBytes,
    used: { since: at, base: totalBytes - availableBytes, perSecond: 0 },
  };
}

function risePerSecond(samples: readonly Look<number>[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  const overMs = spanMs(samples);
  if (!first || !last || overMs === 0) return 0;
  return Math.max(0, ((last.value - first.value) / overMs) * 1_000);
}
