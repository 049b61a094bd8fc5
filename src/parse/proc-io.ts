import type { Parsed } from '../model/parsed.ts';
import type { ProcessIo } from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading } from './reading.ts';

/** /proc/<pid>/io (man 5 proc_pid_io): `read_bytes` and `write_bytes` are what the disks were asked for. */
export function parseProcIo(text: string): Parsed<ProcessIo> {
  return reading(() => {
    const lines = linesOf(text);
    const bytes = (name: string) => {
      const line = lines.find((each) => each.startsWith(`${name}: `)) ?? '';
      return wholeOf(groupsOf(/^\w+: (?<bytes>\d+)$/, line, `no line "${name}"`)('bytes'), line);
    };
    return { readBytes: bytes('read_bytes'), writtenBytes: bytes('write_bytes') };
  });
}
