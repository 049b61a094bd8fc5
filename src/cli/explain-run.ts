import { nearestKey } from '../model/nearest-key.ts';
import { detectors } from '../detect/index.ts';
import { outsideFinding } from '../detect/outside-view.ts';
import { UsageError } from '../model/errors.ts';
import { partAbout, sameWord, statesOf, type FindingPage } from '../model/explained.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { jsonText } from '../report/json-text.ts';
import { renderPage } from '../report/page-text.ts';
import type { ExplainOptions } from './explain-options.ts';
import { findingPages } from './finding-pages.ts';

/** Prints a page of docs/findings, a part of it, or the list of what can be found. */
export async function runExplain(options: ExplainOptions, ports: Ports): Promise<ExitCode> {
  const pages = await findingPages(ports);
  const { format, finding, state } = options;
  const { streams } = ports;
  // Also for JSON: what is not there is told in one way.
  const text = finding === undefined ? listOf(pages) : textOf(pages, finding, state);
  const forms = {
    tty: () => renderPage(text, streams),
    json: () => jsonText(toJson(wantedPages(pages, finding), finding, state)),
    markdown: () => text,
  };
  streams.out(forms[format]());
  return exitCodes.ok;
}

/** `markdown`: of what was asked for alone. */
function toJson(
  pages: readonly FindingPage[],
  finding: string | undefined,
  state: string | undefined,
) {
  const findings = pages.map((page) => ({
    id: page.id,
    title: titleOf(page),
    states: statesOf(page),
    markdown: partOf(page, finding, state) ?? page.markdown,
  }));
  return { format: 1, findings };
}

function partOf(
  page: FindingPage,
  finding: string | undefined,
  state: string | undefined,
): string | undefined {
  if (finding === undefined) return undefined;
  const name = sameWord(page.id, finding) ? state : finding;
  return name === undefined ? undefined : partAbout(page, name);
}

function wantedPages(
  pages: readonly FindingPage[],
  finding: string | undefined,
): readonly FindingPage[] {
  if (finding === undefined) return pages;
  return pages.filter(
    (page) => sameWord(page.id, finding) || partAbout(page, finding) !== undefined,
  );
}

function textOf(pages: readonly FindingPage[], finding: string, state: string | undefined): string {
  const page = pages.find(({ id }) => sameWord(id, finding));
  if (!page) return textOfState(pages, finding, state);
  if (state === undefined) return page.markdown;
  const part = partAbout(page, state);
  if (part !== undefined) return part;
  throw new UsageError(`${page.id} has no state ${state}`, stateHint(page, state));
}

function textOfState(
  pages: readonly FindingPage[],
  state: string,
  another: string | undefined,
): string {
  const parts = pages.flatMap((page) => {
    const text = partAbout(page, state);
    return text === undefined ? [] : [{ id: page.id, text }];
  });
  const [first] = parts;
  if (first && another !== undefined) {
    throw new UsageError(
      `${state} is a state already, and ${another} is one name too many`,
      `one at a time: ringward explain ${first.id} ${state.toUpperCase()}`,
    );
  }
  if (first) return [...whichOf(parts, state), ...parts.map(({ text }) => text)].join('\n');
  const known = pages.flatMap((page) => [page.id, ...statesOf(page)]);
  throw new UsageError(
    `there is no finding ${state}`,
    didYouMean(state, known) ?? 'what can be found: ringward explain',
  );
}

/** Two findings may call a state by the same name. */
function whichOf(parts: readonly { readonly id: string }[], state: string): readonly string[] {
  if (parts.length < 2) return [];
  const ways = parts.map(({ id }) => `\`ringward explain ${id} ${state.toUpperCase()}\``);
  return [
    `${state.toUpperCase()} is a state of ${parts.length} findings; one alone: ${ways.join(', ')}.\n`,
  ];
}

function stateHint(page: FindingPage, state: string): string {
  const states = statesOf(page);
  if (states.length === 0) return `see: ringward explain ${page.id}`;
  return didYouMean(state, states) ?? `its states: ${states.join(', ')}`;
}

function didYouMean(wrong: string, known: readonly string[]): string | undefined {
  const nearest = nearestKey(wrong, known);
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

function listOf(pages: readonly FindingPage[]): string {
  const items = pages.map((page) => {
    const states = statesOf(page).join(', ');
    return `- ${page.id}: ${titleOf(page)}${states === '' ? '' : ` (${states})`}`;
  });
  return (
    ['# What can be found', items.join('\n'), 'More: `ringward explain NAME`.'].join('\n\n') + '\n'
  );
}

function titleOf({ id }: FindingPage): string {
  return [...detectors, outsideFinding].find((one) => one.id === id)?.title ?? '';
}
