import type { Parsed } from '../model/parsed.ts';
import type { FileSystems } from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/** `df -P -k PATH...`: a line a path; paths on one file system give it once. */
export function parseDf(text: string): Parsed<FileSystems> {
  return reading(() => {
    const [header = '', ...rows] = linesOf(text);
    if (!/^Filesystem\s+1024-blocks\s/.test(header)) unreadable(header, 'not the header of df -Pk');
    if (rows.length === 0) unreadable(header, 'no file system in the text');
    const byMount = new Map(rows.map(mountOf).map((mount) => [mount.mount, mount]));
    return { mounts: [...byMount.values()] };
  });
}

const row =
  /^(?<device>\S+(?: \S+)*?)\s+(?<total>\d+)\s+\d+\s+(?<available>-?\d+)\s+(?:\d+%|-)\s+(?<mount>\/.*)$/;

function mountOf(line: string): FileSystems['mounts'][number] {
  const cell = groupsOf(row, line, 'not a line of df');
  return {
    device: cell('device'),
    mount: cell('mount'),
    totalBytes: wholeOf(cell('total'), line) * 1024,
    availableBytes: availableOf(cell('available'), line) * 1024,
  };
}

/** Negative when more is used than users may. */
function availableOf(text: string, line: string): number {
  return text.startsWith('-') ? -wholeOf(text.slice(1), line) : wholeOf(text, line);
}
