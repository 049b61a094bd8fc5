import { logOf, nodetoolOn, startOf, type Advice } from '../model/advice.ts';
import { answersItself, isAway } from '../model/away.ts';
import { sumOf } from '../model/counts.ts';
import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Instant } from '../model/instant.ts';
import { peersView, placeOf } from '../model/peers-view.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { ClientView } from '../model/readings.ts';
import type { Series } from '../model/snapshot.ts';
import { byDatacenter, datacenterViews, type DatacenterView } from './client-datacenters.ts';
import { missingSources, notAsked } from './missing-sources.ts';
import { outageOf } from './outage.ts';
import { needsFor, twoLooksMs } from './too-short.ts';
import { counted } from '../model/counted.ts';
import { rounded } from './wording.ts';

/**
 * Requests through a coordinator that failed, as the driver saw them from outside. Each request is
 * bound to its node, so it fails where a client would have gone to another: of a node that is down or
 * was while they were made (restarted by a roll, say) the errors are told, and held against nobody. Nor is a node of
 * which nobody says anything: that is missing. What fails once it serves again counts.
 */
export const clientErrors: Detector = {
  id: 'client-errors',
  title: 'requests that fail at the client, by coordinator and class of error',
  needs: ['client-view', 'status', 'info', 'cql-local'],
  follows: [],
  ends: ['client-view', 'status', 'info', 'cql-local'],
  detect(series) {
    const nodes = addressesOf(series);
    const isIdle = nodes.some((node) => latestValue(series, node, 'client-view')?.requests === 0);
    const datacenters = datacenterViews(series);
    const notJudged = notAsked(series, 'client-view') ?? (isIdle ? noRequest(series) : undefined);
    return {
      detector: 'client-errors',
      findings: nodes.flatMap((node) => judgeNode(series, node, datacenters)),
      missing: missingSources(series, ['client-view']),
      ...(notJudged ? { notJudged } : {}),
    };
  },
};

function noRequest(series: Series): string {
  return `no request of its own was made: ${needsFor(series, twoLooksMs, 'none')}`;
}

function judgeNode(
  series: Series,
  node: string,
  datacenters: readonly DatacenterView[],
): readonly Finding[] {
  const view = latestValue(series, node, 'client-view');
  const errors = Object.entries(view?.errors ?? {}).filter(([, count]) => count > 0);
  const failed = sumOf(errors.map(([, count]) => count));
  if (!view || failed === 0) return [];
  const classes = errors.map(([name, count]) => `${count} ${name}`).join(', ');
  const away = whyAway(series, node, view);
  const { evidence, ...causes } = byDatacenter(datacenters, placeOf(series, node).dc);
  return [
    {
      detector: 'client-errors',
      severity: away === undefined ? 'warning' : 'info',
      node,
      summary:
        `${failed} of ${counted(view.requests, 'request')} through it failed: ${classes}` +
        (away === undefined ? '' : `; ${away}`),
      evidence: [
        ...errors.map(([name, count]) => ({ what: name, value: count, limit: 0 })),
        ...latencyEvidence(view),
        ...evidence,
      ],
      ...(away === undefined ? causes : {}),
      advice: adviceFor(series, node, away),
    },
  ];
}

/** Who is gone answers no nodetool, whatever its peers say; of one that hangs its log says why. */
function adviceFor(series: Series, node: string, away: string | undefined): readonly Advice[] {
  if (answersItself(series, node)) {
    return [nodetoolOn(node, 'tpstats'), nodetoolOn(node, 'proxyhistograms')];
  }
  return away !== undefined || isAway(series, node)
    ? [logOf(node), startOf(node)]
    : [nodetoolOn(node, 'info'), logOf(node)];
}

/** Undefined: it was there when those requests were made, as far as was seen. */
function whyAway(series: Series, node: string, view: ClientView): string | undefined {
  if (peersView(series, node).verdict === 'down') return 'its peers see it down';
  const outage = outageOf(series, node);
  if (!outage) return undefined;
  const { awayAt, backAt, isRestart } = outage;
  if (backAt === undefined) return whyNotBack(series, node, awayAt);
  if (view.lastFailedAt === undefined || view.lastFailedAt >= backAt) return undefined;
  return isRestart ? 'it was restarted meanwhile' : 'it was away meanwhile';
}

/** Peers see a node UP some 10 s before it lets clients in, and a watch asks them once a minute. */
const comesUpMs = 60_000;

function whyNotBack(series: Series, node: string, awayAt: Instant): string | undefined {
  if (isAway(series, node)) return 'nothing else of it answers either';
  const now = series.at(-1)?.at ?? awayAt;
  return now - awayAt <= comesUpMs ? 'it is coming back' : undefined;
}

/** Percentiles are context, not a verdict: undefined below 100 samples. */
function latencyEvidence({ p50Ms, p99Ms, requests }: ClientView): readonly Evidence[] {
  return [
    { what: 'requests', value: requests },
    ...(p50Ms === undefined ? [] : [{ what: 'latency p50', value: rounded(p50Ms), unit: 'ms' }]),
    ...(p99Ms === undefined ? [] : [{ what: 'latency p99', value: rounded(p99Ms), unit: 'ms' }]),
  ];
}
