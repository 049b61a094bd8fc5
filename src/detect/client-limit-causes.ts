import { nodetoolOn, ringwardAgain, type Advice } from '../model/advice.ts';
import type { Evidence } from '../model/finding.ts';
import type { ClientLimits } from '../model/readings.ts';
import type { Weighed } from './compaction/causes.ts';
import { counted } from '../model/counted.ts';
import { bytesText } from './wording.ts';

/** Limits that are not known speak neither for a cause nor against it. `late`: undefined, the version counts none. */
export function causesOfHolding(
  limits: ClientLimits | undefined,
  late: number | undefined,
): readonly Weighed[] {
  return [rateLimit(limits), queue(late), bytesInFlight(limits)];
}

function rateLimit(limits: ClientLimits | undefined): Weighed {
  const perSecond = limits?.maxRequestsPerSecond;
  const isOff = limits !== undefined && perSecond === undefined;
  return {
    id: 'rate-limit',
    title: 'native_transport_max_requests_per_second',
    speaksFor: [
      perSecond === undefined
        ? undefined
        : `rate limiting is on: ${counted(perSecond, 'request')} a second at most, of all clients together`,
    ],
    speaksAgainst: [isOff ? 'rate limiting is off' : undefined],
  };
}

function queue(late: number | undefined): Weighed {
  const waited =
    late === undefined || late === 0
      ? undefined
      : `${counted(late, 'request')} waited for longer than native_transport_timeout`;
  return {
    id: 'queue',
    title: 'requests come faster than the node answers them',
    speaksFor: [waited],
    speaksAgainst: [late === 0 ? 'none waited too long in the queue' : undefined],
  };
}

/** How many bytes were in flight at the moment of a refusal nobody tells. */
function bytesInFlight(limits: ClientLimits | undefined): Weighed {
  const bytes = limits?.maxRequestBytesPerAddress;
  return {
    id: 'bytes-in-flight',
    title: 'the limits on the bytes of requests in flight',
    speaksFor: [
      bytes === undefined ? undefined : `${bytesText(bytes)} at most of one client address`,
    ],
    isGuess: true,
  };
}

/** Those that are set. */
export function limitEvidence(limits: ClientLimits | undefined): readonly Evidence[] {
  if (!limits) return [];
  const known: readonly (readonly [string, number | undefined, string?])[] = [
    ['requests a second at most', limits.maxRequestsPerSecond],
    ['bytes of requests in flight at most', limits.maxRequestBytes, 'B'],
    ['of one client address', limits.maxRequestBytesPerAddress, 'B'],
  ];
  return known.flatMap(([what, value, unit]) =>
    value === undefined ? [] : [{ what, value, ...(unit === undefined ? {} : { unit }) }],
  );
}

interface AdvisedOn {
  readonly node: string;
  readonly limits: ClientLimits | undefined;
  readonly hasClientStats: boolean;
}

export function adviceForHeld({ node, limits, hasClientStats }: AdvisedOn): readonly Advice[] {
  const { maxRequestsPerSecond, maxRequestBytesPerAddress } = limits ?? {};
  const byteWords =
    maxRequestBytesPerAddress === undefined ? '' : ` (undo: ${maxRequestBytesPerAddress} B)`;
  return [
    nodetoolOn(node, 'tpstats'),
    ...(hasClientStats ? [nodetoolOn(node, 'clientstats')] : []),
    'spread the clients over more coordinators, or let them send less at a time',
    maxRequestsPerSecond === undefined
      ? `or, with heap to spare, raise the bytes in flight: NativeTransportMaxConcurrentRequestsInBytesPerIp of StorageService by JMX${byteWords}`
      : `or raise NativeTransportMaxRequestsPerSecond of StorageService by JMX (undo: ${maxRequestsPerSecond})`,
    ringwardAgain('health', '--for', '60s'),
  ];
}

export function adviceForConnections(on: AdvisedOn): readonly Advice[] {
  const undo = on.limits?.maxConnections ?? 'the value that is there';
  return [
    ...(on.hasClientStats ? [nodetoolOn(on.node, 'clientstats', '--all')] : []),
    'look for a client that opens connections and does not close them',
    `or raise the limit: NativeTransportMaxConcurrentConnections of StorageProxy by JMX, and in cassandra.yaml for the next start (undo: ${undo})`,
    ringwardAgain('health'),
  ];
}
