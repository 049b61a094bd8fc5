import type { LogEntry, LogTail } from '../model/readings.ts';

/** Why compactions fail, as the log tells it. */
export type FailureCause = 'no-space' | 'corrupt-sstable' | 'exception';

export interface FailureInLog {
  readonly cause: FailureCause;
  /** The newest that tells it. */
  readonly entry: LogEntry;
  /** The time of the oldest one. */
  readonly since: string;
  /** The words that tell it, in one line. */
  readonly words: string;
  /** `keyspace.table`, where a path or the words name one. */
  readonly table: string | undefined;
}

/** As Cassandra 2.1 to 5.0 word them (CompactionTask, CompactionManager, CorruptSSTableException, FSReadError). */
const signatures: readonly (readonly [FailureCause, RegExp])[] = [
  ['corrupt-sstable', /CorruptSSTableException|CorruptBlockException|FSReadError/],
  // By Cassandra's own reckoning before it begins, or by the kernel while it writes.
  [
    'no-space',
    /Not enough space for compaction|insufficient space to (?:compact|do L0)|No space left on device/i,
  ],
];

/**
 * Entries of the threads that compact which tell of a failure: the newest of each cause and table. An
 * SSTable that is gone fails no more.
 */
export function failuresIn({
  entries,
  gone,
}: Pick<LogTail, 'entries' | 'gone'>): readonly FailureInLog[] {
  const newest = new Map<string, FailureInLog>();
  for (const entry of entries.filter((each) => !isOver(each, gone))) {
    const failure = failureIn(entry);
    if (!failure) continue;
    const key = `${failure.cause} ${failure.table ?? ''}`;
    newest.set(key, { ...failure, since: newest.get(key)?.since ?? entry.time });
  }
  const all = [...newest.values()];
  // One failure is several entries, and not each names the table.
  const isNamed = (cause: FailureCause) =>
    all.some((each) => each.cause === cause && each.table !== undefined);
  return all.filter(({ cause, table }) => table !== undefined || !isNamed(cause));
}

function isOver({ message, exceptions }: LogEntry, gone: LogTail['gone']): boolean {
  return [message, ...exceptions].some((text) => gone.some((file) => text.includes(`${file}-`)));
}

function failureIn(entry: LogEntry): Omit<FailureInLog, 'since'> | undefined {
  if (!isOfCompaction(entry)) return undefined;
  const texts = [...entry.exceptions, entry.message];
  for (const [cause, pattern] of signatures) {
    // A scrub warns of what it mends.
    if (cause === 'corrupt-sstable' && entry.level !== 'ERROR') continue;
    const words = texts.find((text) => pattern.test(text));
    if (words !== undefined) return { cause, entry, words, table: tableIn(texts) };
  }
  const [exception] = entry.exceptions;
  const isFailure = entry.level === 'ERROR' && exception !== undefined && !isUsual.test(exception);
  return isFailure
    ? { cause: 'exception', entry, words: exception, table: tableIn(texts) }
    : undefined;
}

/** What other threads say may hold any words, those of a client's query too. */
function isOfCompaction({ thread, message }: LogEntry): boolean {
  return (
    thread.startsWith('CompactionExecutor') ||
    message.startsWith('Exception in thread Thread[CompactionExecutor')
  );
}

/** A compaction that was asked to stop. */
const isUsual = /CompactionInterruptedException/;

/** `.../app/events-<32 hex digits>/nb-1-big-Data.db`, or `compaction of app.events`. */
function tableIn(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const groups =
      /\/(?<keyspace>\w+)\/(?<table>\w+)-[\da-f]{32}\//.exec(text)?.groups ??
      /compaction of (?<keyspace>\w+)\.(?<table>\w+)/.exec(text)?.groups;
    if (groups) return `${groups['keyspace']}.${groups['table']}`;
  }
  return undefined;
}
