import type { ProcessIo } from '../../model/readings.ts';
import { text } from './table.ts';

/** /proc/<pid>/io; what caches gave and took counts as much here as what disks did. */
export function sayProcIo({ readBytes, writtenBytes }: ProcessIo): string {
  return text([
    `rchar: ${readBytes}`,
    `wchar: ${writtenBytes}`,
    'syscr: 0',
    'syscw: 0',
    `read_bytes: ${readBytes}`,
    `write_bytes: ${writtenBytes}`,
    'cancelled_write_bytes: 0',
  ]);
}
