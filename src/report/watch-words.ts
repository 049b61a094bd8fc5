import { findingKeyText, severities, type Finding, type Severity } from '../model/finding.ts';
import type { LifeEvent, OpenFinding } from '../model/finding-life.ts';
import { toIso, type Instant } from '../model/instant.ts';
import type { ExitCode } from '../model/outcome.ts';
import { peersVerdicts } from '../model/peers-view.ts';
import { printable } from '../model/printable.ts';
import type { Watched, WatchHead, WatchSummary } from '../model/watched.ts';
import { durationText } from './duration.ts';
import { unjudgedWords } from './health-words.ts';
import { fewUnknownLines } from './watch-unknown.ts';

/** `12:04:10` */
export function timeText(at: Instant): string {
  return toIso(at).slice(11, 19);
}

/** `watching mail-eu: 3 nodes, a look every 10 s` */
export function headWords({ cluster, nodes, tickMs }: WatchHead): string {
  return printable(
    `watching ${cluster}: ${counted(nodes, 'node')}, a look every ${tickMs / 1_000} s`,
  );
}

/** `stalled-compaction STUCK on 10.0.0.1 (app.events)` */
export function nameOf({ key }: Pick<OpenFinding, 'key'>): string {
  return oneLine(findingKeyText(key));
}

/** One line for a change. */
export function eventLine(event: LifeEvent): string {
  const { of, at } = event;
  return `${timeText(at)}  ${eventWords(event)}  ${nameOf(of)}${detailWords(event)}`;
}

function eventWords(event: LifeEvent): string {
  switch (event.kind) {
    case 'opened':
    case 'changed':
    case 'seen-again':
      return `${event.of.severity.toUpperCase()} ${event.kind}`;
    case 'closed':
    case 'not-seen':
      return event.kind;
  }
}

function detailWords(event: LifeEvent): string {
  const { of } = event;
  switch (event.kind) {
    case 'opened':
      return `${timesWords(of)}: ${summaryOf(of.finding)}`;
    case 'seen-again':
      return `: ${summaryOf(of.finding)}`;
    case 'changed':
      return `, was ${event.from}: ${summaryOf(of.finding)}`;
    case 'closed':
      return ` after ${durationText(event.of.closedAt - of.openedAt)}`;
    case 'not-seen':
      return `: cannot be judged since ${timeText(of.notSeenSince ?? event.at)}; it stays open`;
  }
}

/** `, 3 times by now`, or nothing the first time. */
export function timesWords({ times }: Pick<OpenFinding, 'times'>): string {
  return times > 1 ? `, ${times} times by now` : '';
}

export function summaryOf({ summary }: Pick<Finding, 'summary'>): string {
  return oneLine(summary);
}

function oneLine(text: string): string {
  return printable(text).replace(/\s*[\t\n]\s*/g, ' ');
}

/** `3 of 3 nodes up; open: 1 critical; 2 answers missing; 3 detectors cannot judge` */
export function statusWords({ nodes, lives, missing, notJudged }: Watched): string {
  const states = peersVerdicts
    .filter((verdict) => verdict !== 'up')
    .map((verdict) => [nodes.filter(({ peersSay }) => peersSay === verdict).length, verdict])
    .filter(([count]) => count !== 0)
    .map(([count, verdict]) => `, ${count} ${verdict}`);
  const up = nodes.filter(({ peersSay }) => peersSay === 'up').length;
  return [
    `${up} of ${counted(nodes.length, 'node')} up${states.join('')}`,
    `open: ${openWords(lives.open)}`,
    ...(missing.length > 0 ? [`${counted(missing.length, 'answer')} missing`] : []),
    ...(notJudged.length > 0 ? [`${counted(notJudged.length, 'detector')} cannot judge`] : []),
  ].join('; ');
}

/** `1 critical, 2 info`, or `nothing` */
function openWords(open: readonly OpenFinding[]): string {
  const counts = severities
    .toReversed()
    .map((severity) => [open.filter((one) => one.severity === severity).length, severity])
    .filter(([count]) => count !== 0)
    .map(([count, severity]) => `${count} ${severity}`);
  return counts.join(', ') || 'nothing';
}

/** What a watch came to: a few lines for people. */
export function summaryLines(
  summary: WatchSummary,
  failOn: Severity,
  exitCode: ExitCode,
): readonly string[] {
  const { from, until, looks, opened, closed, failing, failingMore } = summary;
  const unknown = fewUnknownLines(summary).map((line) => `  ${line}`);
  const failingWords = failing.map(
    (one) =>
      `  ${one.worst.toUpperCase()}  ${nameOf(one)}, since ${toIso(one.openedAt)}` +
      `${timesWords(one)}, ${one.isOpen ? 'still open' : 'closed'}`,
  );
  return [
    `watched ${durationText(until - from)} (${counted(looks, 'look')}): ${opened} opened, ${closed} closed`,
    ...(failing.length > 0 ? [`at ${failOn} or worse:`, ...failingWords] : []),
    ...(failingMore > 0 ? [`  and ${failingMore} more`] : []),
    ...(unknown.length > 0 ? ['not known at the end:', ...unknown] : []),
    `Verdict: ${verdictOf(summary)} (exit ${exitCode})`,
  ];
}

function verdictOf({ failing, missing, notJudged }: WatchSummary): string {
  if (failing.length > 0) return 'findings';
  return missing.length > 0 ? 'cannot tell' : `healthy${unjudgedWords(notJudged)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
