import type { Instant } from '../model/instant.ts';
import type { ExitCode } from '../model/outcome.ts';
import type { Watched, WatchHead, WatchSummary } from '../model/watched.ts';
import type { Streams } from '../ports/streams.ts';
import { eventJson, statusJson, summaryJson, watchHeadJson } from '../report/watch-json.ts';
import {
  eventLine,
  headWords,
  statusWords,
  summaryLines,
  timeText,
} from '../report/watch-words.ts';
import { fewUnknownLines } from '../report/watch-unknown.ts';
import type { Reported } from './watch-findings.ts';

/** Where a watch is shown. */
export interface WatchView {
  look(watched: Watched): void;
  /** Nothing is drawn any more; what is printed from now on stays. */
  readonly close: () => void;
  end(summary: WatchSummary, exitCode: ExitCode): void;
}

const statusEveryMs = 60_000;

/** True at the first look, and at one a minute from then on. */
function minuteMarks(): (at: Instant) => boolean {
  let last = -Infinity;
  return (at) => {
    if (at - last < statusEveryMs) return false;
    last = at;
    return true;
  };
}

/** One line an event, one a minute for how it stands; under it what is not known by now. */
export function linesView(head: WatchHead, streams: Streams): WatchView {
  const isMinute = minuteMarks();
  const say = (line: string) => {
    streams.out(`${line}\n`);
  };
  let told: readonly string[] = [];
  const sayUnknown = (watched: Watched) => {
    const unknown = fewUnknownLines(watched);
    for (const line of unknown) if (!told.includes(line)) say(`  ${line}`);
    told = unknown;
  };
  say(headWords(head));
  return {
    look(watched) {
      for (const event of watched.events) say(eventLine(event));
      if (!isMinute(watched.at)) return;
      say(`${timeText(watched.at)}  ${statusWords(watched)}`);
      sayUnknown(watched);
    },
    close: () => undefined,
    end(summary, exitCode) {
      for (const line of summaryLines(summary, head.failOn, exitCode)) say(line);
    },
  };
}

/** The same for programs. */
export function ndjsonView(head: WatchHead, reported: Reported, streams: Streams): WatchView {
  const isMinute = minuteMarks();
  streams.out(watchHeadJson(head));
  return {
    look(watched) {
      for (const event of watched.events) {
        streams.out(eventJson(event, reported(event.of.finding)));
      }
      if (isMinute(watched.at)) streams.out(statusJson(watched));
    },
    close: () => undefined,
    end(summary, exitCode) {
      streams.out(summaryJson(summary, exitCode));
    },
  };
}
