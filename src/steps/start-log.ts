import type { LogReplay } from '../model/readings.ts';
import { fatalLinesIn, type FatalLine } from './fatal-lines.ts';
import type { NodeContext } from './step.ts';

/** What the log says of the start that is waited for; empty where it is not seen, or says nothing of it. */
export interface StartNews {
  /** The first line of it that is fatal. */
  readonly fatal?: FatalLine;
  readonly replay?: LogReplay;
}

/** The time of the newest fatal line in the log, empty without one; undefined where the log is not seen. */
export async function newestFatal(context: NodeContext): Promise<string | undefined> {
  const log = await context.ask('log');
  if (log.kind === 'missing') return undefined;
  return fatalLinesIn(log.value).at(-1)?.time ?? '';
}

/**
 * Reads the log of a starting node again and again. What was in it before the start does not count, and where
 * nobody looked before the start, what is in it at the first look does not either.
 */
export function startLog(context: NodeContext): { readonly look: () => Promise<StartNews> } {
  let known = context.fatalBefore();
  return {
    async look() {
      const log = await context.ask('log');
      if (log.kind === 'missing') return {};
      const { replay } = log.value;
      // Without a time lines cannot be told apart.
      const lines = fatalLinesIn(log.value).filter(({ time }) => time !== '');
      known ??= lines.at(-1)?.time ?? '';
      const before = lines.findLastIndex(({ time }) => time === known);
      const fatal = lines[before + 1];
      return { ...(fatal ? { fatal } : {}), ...(replay ? { replay } : {}) };
    },
  };
}

/** `replaying its commit log, 3 of 12 segments read since 07:10:54`, by the node's clock. */
export function replayText({ since, segments, read }: LogReplay): string {
  const time = /\d\d:\d\d:\d\d/.exec(since)?.[0];
  return `replaying its commit log, ${read} of ${segments} segments read${time ? ` since ${time}` : ''}`;
}
