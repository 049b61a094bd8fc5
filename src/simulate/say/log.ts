import type { LogReplay, LogTail } from '../../model/readings.ts';

/** Lines of system.log in Cassandra's own layout, a frame of the stack below each exception. */
export function sayLog({
  entries,
  newestTime,
  gone,
  hintsPausedAt,
  changes = [],
  replay,
}: LogTail): string {
  const lines = entries.flatMap(({ level, thread, time, message, exceptions }) => [
    `${level.padEnd(5)} [${thread}] ${time} CompactionTask.java:410 - ${message}`,
    ...exceptions.flatMap((exception) => [
      exception,
      '\tat java.base/java.lang.Thread.run(Thread.java:840)',
    ]),
  ]);
  const deleted = gone.map((file) => infoLine(newestTime, `Deleting sstable: ${file}`));
  const changed = changes.map(({ setting, from, to, time }) =>
    infoLine(time, `Updated ${setting} from ${from} to ${to}`),
  );
  const isQuiet = newestTime === (entries.at(-1)?.time ?? '');
  const newest = isQuiet ? [] : [infoLine(newestTime, 'Completed flushing')];
  const paused =
    hintsPausedAt === undefined ? [] : [infoLine(hintsPausedAt, 'Paused hints dispatch')];
  return [
    ...paused,
    ...changed,
    ...(replay ? sayReplay(replay) : []),
    ...lines,
    ...deleted,
    ...newest,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function sayReplay({ since, segments, read }: LogReplay): readonly string[] {
  const files = Array.from(
    { length: segments },
    (_, i) => `/var/lib/cassandra/commitlog/CommitLog-7-${1_764_400_000_000 + i}.log`,
  );
  const done = files.slice(0, read).map((file) => infoLine(since, `Finished reading ${file}`));
  return [infoLine(since, `Replaying ${files.join(', ')}`), ...done];
}

function infoLine(time: string, message: string): string {
  return `INFO  [NonPeriodicTasks:1] ${time} SSTable.java:127 - ${message}`;
}
