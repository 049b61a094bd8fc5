import type { Detector } from '../model/detector.ts';
import type { Evidence, Finding, Undecided } from '../model/finding.ts';
import type { ClientLimits, ClientLoad } from '../model/readings.ts';
import { addressesOf, latestValue, looksOf, riseOf, spanMs, type Look } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { refusedConnectionsIn, type RefusedConnection } from '../rules/guardrail-log.ts';
import { datedLog, isFresh, secondOf, standingClock, type DatedLog } from '../rules/log-clock.ts';
import {
  adviceForConnections,
  adviceForHeld,
  causesOfHolding,
  limitEvidence,
} from './client-limit-causes.ts';
import { weigh } from './compaction/causes.ts';
import { missingSources } from './missing-sources.ts';
import { isBefore } from './release.ts';
import { withoutTwo } from './rise.ts';
import { counted } from '../model/counted.ts';
import { lastedText } from '../model/lasted.ts';

/**
 * Clients that Cassandra itself holds back to save itself: it refuses their requests as overload, stops
 * reading from their connections, or has no connection left for them. The nodes look well meanwhile.
 */
export const heldBackClients: Detector = {
  id: 'held-back-clients',
  title:
    'clients that a node holds back to save itself: refused requests, pauses, no connection left',
  needs: ['client-load', 'client-limits', 'log', 'cql-local'],
  follows: ['client-load'],
  ends: ['log'],
  // Looks may be a minute apart (steps/soak.ts), and a look a few seconds later must not take back what was seen.
  lookBackMs: () => sustainedMs + 30_000,
  detect(series) {
    const notJudged = withoutTwo(series, 'client-load');
    const nodes = addressesOf(series).flatMap((node) => clientsOf(series, node));
    const undecided = nodes.flatMap(undecidedOn);
    return {
      detector: 'held-back-clients',
      findings: nodes.flatMap((on) => [...refused(on), ...paused(on), ...connections(on)]),
      missing: missingSources(series, ['client-load', 'client-limits', 'log']),
      ...(notJudged ? { notJudged } : {}),
      ...(undecided.length > 0 ? { undecided } : {}),
    };
  },
};

/** Over so long, and at every look, it is no burst. */
const sustainedMs = 60_000;
const fewestIntervals = 3;

/** Everything that a node is judged by. */
interface NodeClients {
  readonly node: string;
  readonly looks: readonly Look<ClientLoad>[];
  readonly limits: ClientLimits | undefined;
  readonly log: DatedLog | undefined;
  /** nodetool clientstats: 4.0 and later. */
  readonly hasClientStats: boolean;
}

/** None of a node that tells nothing of clients. */
function clientsOf(series: Series, node: string): readonly NodeClients[] {
  const looks = looksOf(series, node, 'client-load');
  const log = datedLog(series, node);
  if (looks.length === 0 && !log) return [];
  return [
    {
      ...{ node, looks, log },
      limits: latestValue(series, node, 'client-limits'),
      hasClientStats: !isBefore(series, node, 4, 0),
    },
  ];
}

function samplesOf(
  { looks }: NodeClients,
  count: (load: ClientLoad) => number | undefined,
): readonly Look<number>[] {
  return looks.flatMap(({ at, value }) => {
    const counted = count(value);
    return counted === undefined ? [] : [{ at, value: counted }];
  });
}

function rises(samples: readonly Look<number>[]): number {
  return riseOf(samples, 'left-out');
}

/** Meters of the native transport: those two are answered with an error that says overload. */
function refused(on: NodeClients): readonly Finding[] {
  const { node, limits } = on;
  const discarded = samplesOf(on, (load) => load.discarded);
  const late = samplesOf(on, (load) => load.timedOutInQueue);
  const [discards, lates] = [rises(discarded), rises(late)];
  if (discards + lates === 0) return [];
  const isSteady = isSustained(samplesOf(on, refusedBy));
  return [
    {
      detector: 'held-back-clients',
      state: 'REFUSED',
      severity: isSteady ? 'critical' : 'warning',
      node,
      summary: `${counted(discards + lates, 'request')} of clients refused as overload in ${lastedText(spanMs(discarded))}${isSteady ? ', more at every look' : ''}`,
      evidence: [
        { what: 'discarded while we looked', value: discards, limit: 0, samples: discarded },
        ...(late.length > 0
          ? [{ what: 'timed out in the queue', value: lates, limit: 0, samples: late }]
          : []),
        ...limitEvidence(limits),
      ],
      ...weigh(causesOfHolding(limits, late.length > 0 ? lates : undefined)),
      advice: adviceForHeld(on),
    },
  ];
}

function refusedBy({ discarded, timedOutInQueue = 0 }: ClientLoad): number | undefined {
  return discarded === undefined ? undefined : discarded + timedOutInQueue;
}

function isSustained(samples: readonly Look<number>[]): boolean {
  const later = samples.slice(1);
  return (
    spanMs(samples) >= sustainedMs &&
    later.length >= fewestIntervals &&
    later.every(({ value }, before) => value > (samples[before]?.value ?? value))
  );
}

/** Drivers that did not ask for errors are made to wait instead: the node stops reading from them. */
function paused(on: NodeClients): readonly Finding[] {
  const { node, limits } = on;
  const samples = samplesOf(on, (load) => load.pauses);
  const pauses = rises(samples);
  if (pauses === 0) return [];
  return [
    {
      detector: 'held-back-clients',
      state: 'PAUSED',
      severity: 'warning',
      node,
      summary: `stopped reading from connections of clients ${counted(pauses, 'time')} in ${lastedText(spanMs(samples))}`,
      evidence: [
        { what: 'pauses while we looked', value: pauses, limit: 0, samples },
        ...limitEvidence(limits),
      ],
      ...weigh(causesOfHolding(limits, undefined)),
      advice: adviceForHeld(on),
    },
  ];
}

/** Of all connections that native_transport_max_concurrent_connections allows. */
const fullShare = 0.9;
/** It is logged once a minute at most (NoSpamLogger of ConnectionLimitHandler). */
const freshMs = 120_000;

function connections(on: NodeClients): readonly Finding[] {
  const { node, limits, log } = on;
  const samples = samplesOf(on, (load) => load.connections);
  const used = inUse(samples, limits?.maxConnections);
  const isFull = used?.isFull === true;
  const refusals = freshRefusals(on);
  if (!isFull && refusals.length === 0) return [];
  const told = [...(used ? [used] : []), ...refusals];
  return [
    {
      detector: 'held-back-clients',
      state: 'CONNECTIONS',
      severity: isFull || log?.quietMs !== undefined ? 'warning' : 'info',
      node,
      summary: told.map(({ words }) => words).join('; '),
      evidence: told.map(({ evidence }) => evidence),
      advice: adviceForConnections(on),
    },
  ];
}

/** Of a log that was read once, refusals may be long over. */
function undecidedOn(on: NodeClients): readonly Undecided[] {
  const { node, log } = on;
  if (log?.quietMs !== undefined) return [];
  return freshRefusals(on).map(({ words }) => ({
    ...{ detector: 'held-back-clients', state: 'CONNECTIONS', node },
    what: `connections: ${words}`,
    asks: ['log'],
  }));
}

interface InUse {
  readonly isFull: boolean;
  readonly words: string;
  readonly evidence: Evidence;
}

function inUse(samples: readonly Look<number>[], most: number | undefined): InUse | undefined {
  const now = samples.at(-1)?.value;
  if (now === undefined) return undefined;
  const evidence = { what: 'connections', value: now, samples };
  if (most === undefined) {
    return { isFull: false, words: `${counted(now, 'connection')} in use`, evidence };
  }
  return {
    isFull: now >= most * fullShare,
    words: `${now} of ${counted(most, 'connection')} in use`,
    evidence: { ...evidence, limit: most },
  };
}

/** By JMX the limit may have been changed since. */
function isInForce(
  { limit, isPerAddress }: RefusedConnection,
  limits: ClientLimits | undefined,
): boolean {
  if (!limits) return true;
  return limit === (isPerAddress ? limits.maxConnectionsPerAddress : limits.maxConnections);
}

interface Refusal {
  readonly words: string;
  readonly evidence: Evidence;
}

function freshRefusals({ log, limits }: NodeClients): readonly Refusal[] {
  if (!log) return [];
  const fresh = log.tail.entries.filter((entry) => isFresh(entry, log, freshMs));
  const standing = refusedConnectionsIn(fresh).filter((each) => isInForce(each, limits));
  return standing.map(({ entry, limit, isPerAddress }) => {
    const at = secondOf(entry.time);
    const whose = isPerAddress ? ' for one client address' : '';
    const unless = log.quietMs === undefined ? `, ${standingClock(entry, log)}` : '';
    return {
      words: `new ones were refused at ${at}, beyond ${limit}${whose}${unless}`,
      evidence: { what: `log at ${at}`, value: entry.message.slice(0, 300) },
    };
  });
}
