import type { Parsed } from '../model/parsed.ts';
import type { LogEntry, LogTail } from '../model/readings.ts';
import { reading, unreadable } from './reading.ts';

/** Whatever stands behind the level: layouts differ, and Cassandra's own is `%-5level [%thread] %date %F:%L - %msg%n`. */
const lineOfLevel = /^(?:TRACE|DEBUG|INFO|WARN|ERROR)\s/;
const entryLine =
  /^(?<level>WARN|ERROR)\s+(?:\[(?<thread>[^\]]*)\]\s+(?<time>\d{4}-\d\d-\d\d[ T][\d:]+[,.]\d+)\s+\S+\s+-\s)?(?<message>.*)$/;

const most = { entries: 200, exceptions: 5, textLength: 1_000 } as const;

/** Newest lines of system.log. What precedes the first level belongs to an entry that was cut off. */
export function parseLogLines(text: string): Parsed<LogTail> {
  return reading(() => {
    const lines = text.split(/\r?\n/);
    const first = lines.findIndex((line) => lineOfLevel.test(line));
    // An empty log says that nothing happened.
    if (first < 0 && text.trim() !== '') unreadable(lines[0] ?? '', 'no line begins with a level');
    return { entries: first < 0 ? [] : entriesOf(lines.slice(first)).slice(-most.entries) };
  });
}

function entriesOf(lines: readonly string[]): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  let exceptions: string[] = [];
  for (const line of lines) {
    if (!lineOfLevel.test(line)) {
      if (isException(line) && exceptions.length < most.exceptions) exceptions.push(cut(line));
      continue;
    }
    exceptions = [];
    const groups = entryLine.exec(line)?.groups;
    if (groups) entries.push(entryOf(groups, exceptions));
  }
  return entries;
}

function entryOf(
  { level, thread = '', time = '', message = '' }: Readonly<Record<string, string>>,
  exceptions: readonly string[],
): LogEntry {
  return {
    level: level === 'WARN' ? 'WARN' : 'ERROR',
    thread,
    time,
    message: cut(message),
    exceptions,
  };
}

/** Not the frames below it, nor `... 12 common frames omitted`. */
function isException(line: string): boolean {
  return line.trim() !== '' && !/^\s/.test(line);
}

function cut(text: string): string {
  return text.slice(0, most.textLength);
}
