import type { NodeContext } from './step.ts';

/** No oftener than this is a node tried, or looked at, that is not back. */
const shortestMs = 500;

export interface ReturnPace {
  /** Ends when its port answers, or when the next look is due: until then neither its machine nor its log is asked. */
  whileClosed(): Promise<void>;
  /** Its port is open, and its peers have not heard of it, or another gate waits. */
  whileUnheard(): Promise<void>;
}

/** After a tenth of the time that has been taken, up to the pace of the limits: what is fast is seen fast. */
export function returnPace(context: NodeContext): ReturnPace {
  const { clock, pollMs, signal } = context;
  const begun = clock.now();
  let opened: number | undefined;
  const sleepSince = (since: number) =>
    clock.sleep(Math.min(pollMs, Math.max(shortestMs, (clock.now() - since) / 10)), signal);
  return {
    async whileClosed() {
      const dueAt = clock.now() + pollMs;
      while (clock.now() < dueAt) {
        await sleepSince(begun);
        if ((await context.self()).kind === 'seen') return;
      }
    },
    whileUnheard: () => sleepSince((opened ??= clock.now())),
  };
}
