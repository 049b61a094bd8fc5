import type { Clock } from '../ports/clock.ts';
import type { Live } from '../ports/live.ts';
import type { Streams } from '../ports/streams.ts';

/** Short enough that nobody takes the command for hung, long enough for a log to stay readable. */
const quietMs = 15_000;

/** Without a terminal: what is waited for is a line of its own whenever nothing was said for a while. */
export function plainLive({ err }: Pick<Streams, 'err'>, clock: Clock): Live {
  let latest = { text: '', since: 0 };
  let waiting: AbortController | undefined;
  const tellAgain = async (signal: AbortSignal) => {
    for (;;) {
      await clock.sleep(quietMs, signal);
      const lastedMs = clock.now() - latest.since;
      // What counts down by itself has only just been put so.
      const lasted = lastedMs < quietMs ? '' : ` … ${Math.round(lastedMs / 1_000)} s`;
      err(`${latest.text}${lasted}\n`);
    }
  };
  const hush = () => {
    waiting?.abort();
    waiting = undefined;
  };
  const begin = () => {
    waiting = new AbortController();
    // It ends by being aborted alone.
    tellAgain(waiting.signal).catch(() => undefined);
  };
  return {
    update(text) {
      if (text !== latest.text) latest = { text, since: clock.now() };
      if (!waiting) begin();
    },
    clear() {
      if (!waiting) return;
      hush();
      begin();
    },
    stop() {
      hush();
      latest = { text: '', since: 0 };
    },
  };
}
