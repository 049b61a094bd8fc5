import type { Parsed } from '../model/parsed.ts';
import type { CompactionThreads } from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { linesOf, reading, unreadable } from './reading.ts';

type Thread = CompactionThreads['threads'][number];

/**
 * The stat and schedstat files of a process's threads as `grep -H .` prints them, path first.
 * Gives the threads that compact; there may be none. A thread that ended between the reading of
 * its two files is left out.
 */
export function parseProcThreads(text: string): Parsed<CompactionThreads> {
  return reading(() => {
    const lines = linesOf(text);
    const files = new Map(lines.map(fileOf));
    const stats = [...files.keys()].filter((key) => key.endsWith('/stat'));
    if (stats.length === 0) unreadable(lines[0] ?? '', 'not one thread in the text');
    return { threads: stats.flatMap((key) => threadOf(key, files)) };
  });
}

/** [`tid/stat`, content] of `/proc/1/task/2/stat:content`. */
function fileOf(line: string): readonly [string, string] {
  const [, key = '', content = ''] =
    /^\/proc\/\d+\/task\/(\d+\/(?:stat|schedstat)):(.*)$/.exec(line) ??
    unreadable(line, 'not a line of a thread');
  return [key, content];
}

function threadOf(key: string, files: ReadonlyMap<string, string>): readonly Thread[] {
  const stat = files.get(key) ?? '';
  // The name stands between parentheses and may hold some itself.
  const [, name = '', state = ''] =
    /^\d+ \((.*)\) (\S) /.exec(stat) ?? unreadable(stat, 'not the stat file of a thread');
  const tid = key.slice(0, key.indexOf('/'));
  const schedstat = files.get(`${tid}/schedstat`);
  if (!isCompaction(name) || schedstat === undefined) return [];
  const [cpuNs = ''] = schedstat.split(' ');
  if (!/^\d+$/.test(cpuNs)) unreadable(schedstat, 'not the schedstat file of a thread');
  return [{ tid: wholeOf(tid, key), name, state, cpuNs: wholeOf(cpuNs, schedstat) }];
}

/** `CompactionExecutor:1`: the kernel keeps 15 characters; newer JDKs cut out the middle. */
function isCompaction(name: string): boolean {
  return name.startsWith('CompactionExec') || /^Compact\.\.\w*r:\d+$/.test(name);
}
