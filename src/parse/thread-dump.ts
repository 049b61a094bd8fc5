import type { Parsed } from '../model/parsed.ts';
import type { CompactionStacks } from '../model/readings.ts';
import type { JmxAnswer } from './jmx-values.ts';
import { linesOf, reading, unreadable } from './reading.ts';

type Thread = CompactionStacks['threads'][number];

/** Deep enough for the wait of an idle thread of Java 21 and of one that the throttle holds. */
export const mostFrames = 12;

/**
 * A thread dump of a HotSpot JVM (8 to 21), as its `threadPrint` gives it. Gives the threads that
 * compact; there may be none.
 */
export function parseThreadDump(text: string): Parsed<CompactionStacks> {
  return reading(() => {
    const lines = linesOf(text);
    const begin = lines.findIndex((line) => line.startsWith('Full thread dump '));
    if (begin < 0) unreadable(lines[0] ?? '', 'no thread dump');
    return { threads: lines.flatMap((line, at) => threadAt(lines, at, line)) };
  });
}

/** What `threadPrint` of the DiagnosticCommand bean returns: the text itself. */
export function parseJmxThreadDump(said: JmxAnswer): Parsed<CompactionStacks> {
  if (typeof said === 'string') return parseThreadDump(said);
  return reading(() => unreadable(String(said), 'threadPrint is no text'));
}

function threadAt(lines: readonly string[], at: number, line: string): readonly Thread[] {
  const [, name] = /^"(CompactionExecutor:\d+)" /.exec(line) ?? [];
  if (name === undefined) return [];
  const [, state] =
    /^ {3}java\.lang\.Thread\.State: (.+)$/.exec(lines[at + 1] ?? '') ??
    unreadable(lines[at + 1] ?? line, 'not the state of a thread');
  const rest = lines.slice(at + 2);
  const end = rest.findIndex((each) => each.trim() === '');
  const frames = rest.slice(0, end < 0 ? rest.length : end).flatMap(frameOf);
  return [{ name, state: state ?? '', frames: frames.slice(0, mostFrames) }];
}

/** Of `at java.lang.Thread.sleep(java.base@17.0.15/Native Method)`; locks stand on lines of their own. */
function frameOf(line: string): readonly string[] {
  const [, frame] = /^\tat ([^\s(]+)\(/.exec(line) ?? [];
  // Hidden classes have an address that means nothing.
  return frame === undefined ? [] : [frame.replace(/\/0x[0-9a-f]+/, '')];
}
