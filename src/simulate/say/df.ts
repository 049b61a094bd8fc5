import type { FileSystems } from '../../model/readings.ts';
import { text, widthsOf } from './table.ts';

const header = ['Filesystem', '1024-blocks', 'Used', 'Available', 'Capacity', 'Mounted on'];
/** Below these GNU's df makes no column. */
const least = [14, 5, 5, 5, 4, 0];

/** `df -P -k PATH...` of GNU: one line a path, in their order. */
export function sayDf({ mounts }: FileSystems): string {
  const rows = [header, ...mounts.map(cellsOf)];
  const widths = widthsOf(rows).map((width, at) => Math.max(width, least[at] ?? 0));
  const cell = (text: string, at: number) => {
    if (at === 5) return text;
    return at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0);
  };
  return text(rows.map((row) => row.map(cell).join(' ')));
}

function cellsOf(mount: FileSystems['mounts'][number]): readonly string[] {
  const total = mount.totalBytes / 1024;
  const available = mount.availableBytes / 1024;
  const used = total - available;
  const share = total === 0 ? '-' : `${Math.ceil((100 * used) / total)}%`;
  return [mount.device, ...[total, used, available].map(String), share, mount.mount];
}
