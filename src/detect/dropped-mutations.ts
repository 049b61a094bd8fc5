import { nodetoolOn } from '../model/advice.ts';
import type { Detector } from '../model/detector.ts';
import type { Finding, MissingSource } from '../model/finding.ts';
import type { Instant } from '../model/instant.ts';
import { lastedText } from '../model/lasted.ts';
import type { ThreadPools } from '../model/readings.ts';
import { addressesOf, latestOf, looksOf, riseOf, spanMs, type Look } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { needsTwoLooks } from './too-short.ts';

/**
 * Messages dropped while we looked. The counters run since the node's start: what stands there on
 * a first look is history, so one look judges nothing.
 */
export const droppedMutations: Detector = {
  id: 'dropped-mutations',
  title: 'mutations and other messages that a node drops while we look',
  needs: ['tpstats'],
  follows: [],
  ends: ['tpstats'],
  detect(series) {
    const nodes = addressesOf(series);
    const looks = nodes.map((node) => countsOf(series, node));
    const isShort = looks.every(({ length }) => length < 2);
    const notJudged =
      notAsked(series, 'tpstats') ?? (isShort ? needsTwoLooks(series, 'tpstats') : undefined);
    return {
      detector: 'dropped-mutations',
      findings: nodes.flatMap((node, at) => judgeNode(node, looks[at] ?? [])),
      missing: [
        ...missingSources(series, ['tpstats']),
        ...nodes.flatMap((node) => withoutCounters(series, node)),
      ],
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

/** Dropping one of these loses a write on a replica until a hint or repair brings it. */
const writes = /^(COUNTER_)?MUTATION(_REQ)?$|^BATCH_STORE(_REQ)?$/;

function judgeNode(node: string, looks: readonly Look<Counts>[]): readonly Finding[] {
  // Most nodes have never dropped any.
  if (!looks.some(({ value }) => value.some(({ count }) => count > 0))) return [];
  const messages = new Set(looks.flatMap(({ value }) => value.map(({ message }) => message)));
  return [...messages].flatMap((message) => {
    const samples = looks.flatMap(({ at, value }) => countsOfKind(value, message, at));
    const dropped = riseOf(samples, 'left-out');
    return dropped > 0 ? [toFinding(node, message, dropped, samples)] : [];
  });
}

function toFinding(
  node: string,
  message: string,
  dropped: number,
  samples: readonly Look<number>[],
): Finding {
  return {
    detector: 'dropped-mutations',
    severity: writes.test(message) ? 'critical' : 'warning',
    node,
    subject: message,
    summary: `${dropped} ${message} messages dropped in ${lastedText(spanMs(samples))}`,
    evidence: [
      { what: 'dropped in the window', value: dropped, limit: 0 },
      { what: 'dropped since the node started', value: samples.at(-1)?.value ?? 0, samples },
    ],
    advice: [
      nodetoolOn(node, 'tpstats'),
      ...(writes.test(message) ? ['repair the tables written to once the node keeps up'] : []),
    ],
  };
}

type Counts = NonNullable<ThreadPools['dropped']>;

function countsOf(series: Series, node: string): readonly Look<Counts>[] {
  return looksOf(series, node, 'tpstats').flatMap(({ at, value }) =>
    value.dropped ? [{ at, value: value.dropped }] : [],
  );
}

/** A kind that is not in an answer is unknown there, and no 0: it may come back with its old count. */
function countsOfKind(counts: Counts, message: string, at: Instant): readonly Look<number>[] {
  const one = counts.find((each) => each.message === message);
  return one ? [{ at, value: one.count }] : [];
}

function withoutCounters(series: Series, node: string): readonly MissingSource[] {
  const seen = latestOf(series, node, 'tpstats');
  if (seen?.kind !== 'seen' || seen.value.dropped) return [];
  return [{ node, source: 'tpstats', why: 'unreadable', detail: 'has no dropped messages' }];
}
