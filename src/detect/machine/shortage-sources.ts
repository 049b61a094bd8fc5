import type { SourceId } from '../../model/snapshot.ts';

/** What tells too little CPU or memory; all in the one command that reads the machine. */
export const shortageFollows = [
  'cpu-pressure',
  'memory-pressure',
  'cgroup',
] as const satisfies readonly SourceId[];

/** With what tells whose machine and process it is. */
export const shortageSources = [
  ...shortageFollows,
  'java-process',
] as const satisfies readonly SourceId[];
