import type { LogTail } from '../../model/readings.ts';

/** Lines of system.log in Cassandra's own layout, a frame of the stack below each exception. */
export function sayLog({ entries }: LogTail): string {
  const lines = entries.flatMap(({ level, thread, time, message, exceptions }) => [
    `${level.padEnd(5)} [${thread}] ${time} CompactionTask.java:410 - ${message}`,
    ...exceptions.flatMap((exception) => [
      exception,
      '\tat java.base/java.lang.Thread.run(Thread.java:840)',
    ]),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
