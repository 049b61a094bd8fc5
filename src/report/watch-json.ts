import type { LifeEvent } from '../model/finding-life.ts';
import { toIso } from '../model/instant.ts';
import type { ExitCode } from '../model/outcome.ts';
import { signalIds, type SignalId } from '../model/signal.ts';
import type { Watched, WatchedNode, WatchHead, WatchSummary } from '../model/watched.ts';
import { findingJson } from './health-json.ts';
import type { ReportedFinding } from './health-report.ts';
import { jsonText } from './json-text.ts';

/** Of `watch --format ndjson`, format 1: `watch` first, then what happens, `summary` last. */
export function watchHeadJson(head: WatchHead): string {
  const { toolVersion, cluster, tickMs, nodes, failOn } = head;
  const tool = { name: 'ringward', version: toolVersion };
  return line({ type: 'watch', format: 1, tool, cluster, tickMs, nodes, failOn });
}

export function eventJson(event: LifeEvent, finding: ReportedFinding): string {
  const { kind, at, of } = event;
  return line({
    type: kind,
    at: toIso(at),
    ...findingJson({ ...finding, severity: of.severity }),
    ...(event.kind === 'changed' ? { from: event.from } : {}),
    openedAt: toIso(of.openedAt),
    worst: of.worst,
    times: of.times,
    notSeenSince: of.notSeenSince === undefined ? null : toIso(of.notSeenSince),
  });
}

/** Once a minute. What is not known is null. */
export function statusJson({ at, looks, nodes, lives, ...unknown }: Watched): string {
  return line({
    type: 'status',
    at: toIso(at),
    looks,
    nodes: nodes.map((node) => ({
      address: node.address,
      peersSay: node.peersSay,
      ...Object.fromEntries(signalIds.map((id) => [id, newest(node, id) ?? null])),
    })),
    open: lives.open.map(({ key, severity }) => ({ key, severity })),
    ...unknownJson(unknown),
  });
}

function unknownJson({ missing, notJudged }: Pick<Watched, 'missing' | 'notJudged'>) {
  return {
    missing: missing.map(({ node, source, why, detail }) => ({ node, source, why, detail })),
    notJudged: notJudged.map(({ detector, reason }) => ({ detector, reason })),
  };
}

function newest({ rings }: WatchedNode, id: SignalId): number | undefined {
  return rings[id].newest(1)[0];
}

export function summaryJson(summary: WatchSummary, exitCode: ExitCode): string {
  const { from, until, looks, opened, closed, failing, failingMore, ...unknown } = summary;
  return line({
    type: 'summary',
    from: toIso(from),
    until: toIso(until),
    exitCode,
    ...{ looks, opened, closed, failingMore },
    failing: failing.map((one) => ({
      key: one.key,
      worst: one.worst,
      openedAt: toIso(one.openedAt),
      times: one.times,
      isOpen: one.isOpen,
    })),
    ...unknownJson(unknown),
  });
}

function line(value: unknown): string {
  return `${jsonText(value)}\n`;
}
