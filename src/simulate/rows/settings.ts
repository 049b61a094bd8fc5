import type { CompactionThroughput, HintedHandoff } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/**
 * `system_views.settings` (4.0+) where the name is `compaction_throughput`: 4.0 knows the setting
 * under another name, so it has no such row.
 */
export function throughputRows(
  { mebibytesPerSecond }: CompactionThroughput,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return isFrom(release, 4, 1) ? [{ value: rateOf(mebibytesPerSecond) }] : [];
}

/** `64MiB/s`, in the largest unit that gives a whole number. */
function rateOf(mebibytes: number): string {
  if (Number.isInteger(mebibytes)) return `${mebibytes}MiB/s`;
  const kibibytes = mebibytes * 1024;
  if (Number.isInteger(kibibytes)) return `${kibibytes}KiB/s`;
  return `${Math.round(kibibytes * 1024)}B/s`;
}

/** The same table where the names are those of hinted handoff. */
export function handoffRows(
  { isEnabled, disabledDcs = [], windowMs }: HintedHandoff,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return [
    { name: 'hinted_handoff_disabled_datacenters', value: `[${disabledDcs.join(', ')}]` },
    { name: 'hinted_handoff_enabled', value: String(isEnabled) },
    ...(windowMs === undefined ? [] : [{ name: 'max_hint_window_in_ms', value: String(windowMs) }]),
  ];
}

/** The same table where the name is `data_file_directories`. */
export function dataFolderRows(
  folders: readonly string[],
  release: string,
): readonly CqlRow[] | undefined {
  return isFrom(release, 4, 0) ? [{ value: `[${folders.join(', ')}]` }] : undefined;
}
