import type { Parsed } from '../model/parsed.ts';
import type { ClientLimits, ClientLoad, HintedHandoff, RequestsInHand } from '../model/readings.ts';
import {
  flagIn,
  limitIn,
  numberIn,
  textsIn,
  type JmxAnswer,
  type JmxAttributes,
} from './jmx-values.ts';
import { reading } from './reading.ts';

/** Of StorageProxy; the datacenters from 3.0 on. */
export const handoffAttributes = [
  'HintedHandoffEnabled',
  'HintedHandoffDisabledDCs',
  'MaxHintWindow',
] as const;

export function parseJmxHandoff(proxy: JmxAttributes): Parsed<HintedHandoff> {
  return reading(() => {
    const disabled = proxy.get('HintedHandoffDisabledDCs');
    return {
      isEnabled: flagIn(proxy.get('HintedHandoffEnabled'), 'HintedHandoffEnabled'),
      disabledDcs: disabled === undefined ? undefined : textsIn(disabled, 'disabled DCs'),
      windowMs: numberIn(proxy.get('MaxHintWindow'), 'MaxHintWindow'),
    };
  });
}

/** Meters and gauges of type Client by the name they have in the reading; undefined: not in this version. */
export function parseJmxClientLoad(
  said: Readonly<Record<keyof ClientLoad, JmxAnswer>>,
): Parsed<ClientLoad> {
  return reading(() => ({
    connections: numberIn(said.connections, 'ConnectedNativeClients'),
    // The gauge of 4.1 and 5.0 also counts connections between nodes down, and falls below 0.
    pauses: limitIn(said.pauses, 'ConnectionPaused'),
    discarded: counterIn(said.discarded, 'RequestDiscarded'),
    timedOutInQueue: counterIn(said.timedOutInQueue, 'TimedOutBeforeProcessing'),
  }));
}

/** ActiveTasks and PendingTasks of the pool. */
export function parseJmxRequestsInHand(
  active: JmxAnswer,
  pending: JmxAnswer,
): Parsed<RequestsInHand> {
  return reading(() => ({
    active: numberIn(active, 'ActiveTasks'),
    pending: numberIn(pending, 'PendingTasks'),
  }));
}

function counterIn(value: JmxAnswer, what: string): number | undefined {
  return value === undefined ? undefined : numberIn(value, what);
}

/** Of StorageProxy; by address from 4.0 on. */
export const connectionLimitAttributes = [
  'NativeTransportMaxConcurrentConnections',
  'NativeTransportMaxConcurrentConnectionsPerIp',
] as const;

/** Of StorageService: bytes from 4.0 on, a rate from 4.1 on. */
export const requestLimitAttributes = [
  'NativeTransportMaxConcurrentRequestsInBytes',
  'NativeTransportMaxConcurrentRequestsInBytesPerIp',
  'NativeTransportRateLimitingEnabled',
  'NativeTransportMaxRequestsPerSecond',
] as const;

export function parseJmxClientLimits(
  proxy: JmxAttributes,
  service: JmxAttributes,
): Parsed<ClientLimits> {
  return reading(() => {
    const [connections, connectionsPerAddress] = connectionLimitAttributes.map((name) =>
      limitIn(proxy.get(name), name),
    );
    const [bytes, bytesPerAddress] = requestLimitAttributes
      .slice(0, 2)
      .map((name) => limitIn(service.get(name), name));
    return {
      // Without a limit by address, 0 means none; with one it lets nobody in (ConnectionLimitHandler).
      maxConnections: connections === 0 && !connectionsPerAddress ? undefined : connections,
      // 0 means no limit here.
      maxConnectionsPerAddress: connectionsPerAddress === 0 ? undefined : connectionsPerAddress,
      maxRequestBytes: bytes,
      maxRequestBytesPerAddress: bytesPerAddress,
      maxRequestsPerSecond: rateLimitIn(service),
    };
  });
}

function rateLimitIn(service: JmxAttributes): number | undefined {
  const isOn = service.get('NativeTransportRateLimitingEnabled') ?? false;
  const perSecond = service.get('NativeTransportMaxRequestsPerSecond');
  return flagIn(isOn, 'NativeTransportRateLimitingEnabled')
    ? limitIn(perSecond, 'NativeTransportMaxRequestsPerSecond')
    : undefined;
}
