import type { Parsed } from '../model/parsed.ts';
import type { LogEntry, LogTail, SettingChange } from '../model/readings.ts';
import { reading, unreadable } from './reading.ts';

/** Whatever stands behind the level: layouts differ, and Cassandra's own is `%-5level [%thread] %date %F:%L - %msg%n`. */
const lineOfLevel = /^(?:TRACE|DEBUG|INFO|WARN|ERROR)\s/;
const entryLine =
  /^(?<level>\w+)\s+(?:\[(?<thread>[^\]]*)\]\s+(?<time>\d{4}-\d\d-\d\d[ T][\d:]+[,.]\d+)\s+\S+\s+-\s)?(?<message>.*)$/;

const most = { entries: 200, exceptions: 5, textLength: 1_000 } as const;

interface Line {
  readonly text: string;
  /** The parts of the first line of an entry. */
  readonly head: Head | undefined;
}
type Head = Readonly<Record<string, string>>;

/**
 * Newest lines of system.log. What precedes the first level belongs to an entry that was cut off, and
 * what precedes the start of a process tells of one that is no more.
 */
export function parseLogLines(text: string): Parsed<LogTail> {
  return reading(() => {
    const lines = text.split(/\r?\n/).map(lineOf);
    const first = lines.findIndex(({ head }) => head !== undefined);
    // An empty log says that nothing happened.
    if (first < 0 && text.trim() !== '') {
      unreadable(lines[0]?.text ?? '', 'no line begins with a level');
    }
    const own = first < 0 ? [] : lines.slice(Math.max(first, lines.findLastIndex(isStart)));
    const entries = entriesOf(own).slice(-most.entries);
    return {
      entries,
      newestTime: newestTimeIn(own),
      gone: goneIn(own, entries),
      ...pausedHintsIn(own),
      ...changesIn(own),
      ...replayIn(own),
    };
  });
}

function lineOf(text: string): Line {
  return { text, head: lineOfLevel.test(text) ? entryLine.exec(text)?.groups : undefined };
}

/** Among the first words of every version's CassandraDaemon. */
function isStart({ head }: Line): boolean {
  return head?.['thread'] === 'main' && /^JVM vendor\/version: /.test(head['message'] ?? '');
}

function newestTimeIn(lines: readonly Line[]): string {
  return lines.findLast(({ head }) => head?.['time'])?.head?.['time'] ?? '';
}

/** HintsService of 3.0 to 5.0, at level INFO. A node that starts hands over, and says nothing of it. */
const dispatchWords = /^(?:Paused|Resumed) hints dispatch$/;

function pausedHintsIn(lines: readonly Line[]): Pick<LogTail, 'hintsPausedAt'> {
  const last = lines.findLast(({ head }) => dispatchWords.test(head?.['message'] ?? ''));
  const isPaused = last?.head?.['message']?.startsWith('Paused');
  return isPaused ? { hintsPausedAt: last?.head?.['time'] ?? '' } : {};
}

/** GuardrailsOptions of 4.1 and 5.0, at level INFO: only where the value is another one. */
const changeWords = /^Updated (?<setting>\w+) from (?<from>.*) to (?<to>.*)$/;

function changesIn(lines: readonly Line[]): Pick<LogTail, 'changes'> {
  const changes = lines.flatMap(({ head }): readonly SettingChange[] => {
    const { setting, from, to } = changeWords.exec(head?.['message'] ?? '')?.groups ?? {};
    if (setting === undefined || from === undefined || to === undefined) return [];
    return [{ setting, from, to, time: head?.['time'] ?? '' }];
  });
  return changes.length > 0 ? { changes } : {};
}

/** CommitLog and its reader of 2.1 to 5.0, at level INFO: the files are listed in one line. */
const replayWords = /^Replaying (?<files>.*CommitLog-\S+\.log)$/;
const replayedWords =
  /^(?:Finished reading|Skipping playback of empty log:?) .*CommitLog-\S+\.log$/;

function replayIn(lines: readonly Line[]): Pick<LogTail, 'replay'> {
  const begun = lines.findLastIndex(({ head }) => replayWords.test(head?.['message'] ?? ''));
  const head = lines[begun]?.head;
  const files = replayWords.exec(head?.['message'] ?? '')?.groups?.['files'];
  if (files === undefined) return {};
  const messages = lines.slice(begun + 1).map((line) => line.head?.['message'] ?? '');
  if (messages.some((message) => message.startsWith('Log replay complete'))) return {};
  const read = messages.filter((message) => replayedWords.test(message)).length;
  const segments = files.split(', ').length;
  return { replay: { since: head?.['time'] ?? '', segments, read: Math.min(read, segments) } };
}

/** Of 2.1 to 5.0. `Finished Scrub for ...` is no proof: it leaves out SSTables that were found broken. */
const goneWords =
  /^(?:Scrub of \w+\(path='(?<scrubbed>[^']+)'\) complete|Deleting sstable: (?<deleted>.+))/;

function goneIn(lines: readonly Line[], entries: readonly LogEntry[]): readonly string[] {
  const named = entries.flatMap(({ message, exceptions }) => [message, ...exceptions]);
  const gone = lines.flatMap(({ head }) => {
    const groups = goneWords.exec(head?.['message'] ?? '')?.groups;
    const file = (groups?.['scrubbed'] ?? groups?.['deleted'])?.replace(/-Data\.db$/, '');
    return file !== undefined && named.some((words) => words.includes(`${file}-`)) ? [file] : [];
  });
  return [...new Set(gone)];
}

function entriesOf(lines: readonly Line[]): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  let exceptions: string[] = [];
  for (const { text, head } of lines) {
    if (!head) {
      if (isException(text) && exceptions.length < most.exceptions) exceptions.push(cut(text));
      continue;
    }
    exceptions = [];
    if (/^(?:WARN|ERROR)$/.test(head['level'] ?? '')) entries.push(entryOf(head, exceptions));
  }
  return entries;
}

function entryOf(
  { level, thread = '', time = '', message = '' }: Head,
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
