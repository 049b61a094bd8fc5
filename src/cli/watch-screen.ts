import type { FindingPage } from '../model/explained.ts';
import type { OpenFinding } from '../model/finding-life.ts';
import type { Watched, WatchHead } from '../model/watched.ts';
import type { OpenScreen, Screen } from '../ports/screen.ts';
import type { Streams } from '../ports/streams.ts';
import { renderFindingPage } from '../report/finding-page.ts';
import { renderUnknownPage } from '../report/unknown-page.ts';
import { renderBoard, type BoardStyle } from '../report/watch-board.ts';
import { headWords, summaryLines } from '../report/watch-words.ts';
import { pageOf, type Reported } from './watch-findings.ts';
import type { WatchView } from './watch-view.ts';

export interface ScreenParts {
  readonly head: WatchHead;
  readonly pages: readonly FindingPage[];
  readonly reported: Reported;
  readonly charset: BoardStyle['charset'];
  readonly streams: Streams;
  /** `q` was pressed. */
  readonly quit: () => void;
}

/** What is read in place of the board: a finding, or all that is not known, and which screen of it. */
interface Page {
  readonly of: OpenFinding | 'unknown';
  readonly part: number;
}

/**
 * The whole terminal, drawn anew after every look; a digit opens the page of a finding, `u` that of what is not known,
 * space goes on in it.
 */
export function screenView(openScreen: OpenScreen, parts: ScreenParts): WatchView {
  const { head, streams, quit } = parts;
  let watched: Watched | undefined;
  let page: Page | undefined;
  let screen: Screen | undefined;
  const draw = () => {
    if (watched && screen) screen.show(linesOf(watched, page, screen, parts));
  };
  const onKey = (key: string) => {
    if (key === 'q') quit();
    else page = watched && pageAfter(key, page, watched);
    draw();
  };
  return {
    look(next) {
      watched = next;
      screen ??= openScreen({ onKey, onResize: draw });
      // A page that somebody reads stays as it is.
      if (!page) draw();
    },
    close() {
      screen?.close();
    },
    end(summary, exitCode) {
      const lines = [headWords(head), ...summaryLines(summary, head.failOn, exitCode)];
      streams.out(lines.map((line) => `${line}\n`).join(''));
    },
  };
}

function pageAfter(key: string, page: Page | undefined, watched: Watched): Page | undefined {
  if (page) return key === ' ' ? { ...page, part: page.part + 1 } : undefined;
  const of = pageFor(key, watched);
  return of && { of, part: 0 };
}

function pageFor(key: string, { lives, missing, notJudged }: Watched): Page['of'] | undefined {
  if (key !== 'u') return lives.open[Number(key) - 1];
  return missing.length > 0 || notJudged.length > 0 ? 'unknown' : undefined;
}

function linesOf(
  watched: Watched,
  page: Page | undefined,
  { columns, rows }: Screen,
  { head, pages, reported, charset, streams: { colorLevel } }: ScreenParts,
): readonly string[] {
  const style = { columns, rows, colorLevel, charset };
  if (!page) return renderBoard(head, watched, style);
  if (page.of === 'unknown') return renderUnknownPage(watched, page.part, style);
  const { finding } = page.of;
  return renderFindingPage(reported(finding), pageOf(pages, finding), page.part, style);
}

/** Whether the terminal takes more than ASCII, as its locale says. */
export function charsetOf(
  env: Readonly<Record<string, string | undefined>>,
): BoardStyle['charset'] {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale) ? 'unicode' : 'ascii';
}
