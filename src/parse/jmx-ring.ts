import type { Parsed } from '../model/parsed.ts';
import type {
  ClusterDescription,
  GossipInfo,
  NodeInfo,
  RingStatus,
  RingStatusRow,
} from '../model/readings.ts';
import { plainAddress } from './plain-address.ts';
import { bytesOf } from './quantity.ts';
import { parseGossipInfo } from './gossipinfo.ts';
import { reading, unreadable } from './reading.ts';
import {
  flagIn,
  mapIn,
  numberIn,
  textIn,
  textsIn,
  type JmxAnswer,
  type JmxAttributes,
} from './jmx-values.ts';

/** AllEndpointStates of FailureDetector: what gossipinfo prints, less its last line end. */
export function parseJmxGossip(states: JmxAnswer): Parsed<GossipInfo> {
  return typeof states === 'string'
    ? parseGossipInfo(`${states}\n`)
    : { kind: 'unreadable', line: 'AllEndpointStates', why: 'it is no text' };
}

/** Attributes of StorageService that `nodetool status` is made of. Host ids: by the second name up to 2.1. */
export const statusAttributes = [
  'LiveNodes',
  'UnreachableNodes',
  'JoiningNodes',
  'LeavingNodes',
  'MovingNodes',
  'LoadMap',
  'TokenToEndpointMap',
  'EndpointToHostId',
  'HostIdMap',
] as const;

/**
 * The rows of `nodetool status`: every node that has tokens. Where it is comes from the gossip of the
 * same node, which nodetool asks the snitch for one by one.
 */
export function parseJmxStatus(service: JmxAttributes, states: JmxAnswer): Parsed<RingStatus> {
  const gossip = parseJmxGossip(states);
  if (gossip.kind === 'unreadable') return gossip;
  return reading(() => {
    const places = new Map(gossip.value.endpoints.map((each) => [each.address, each]));
    const row = rowMaker(service);
    const tokens = tokenCounts(service.get('TokenToEndpointMap'));
    if (tokens.size === 0) unreadable('TokenToEndpointMap', 'no node has a token');
    const rows = [...tokens].map(([address, count]): RingStatusRow => {
      const { dc, rack } = places.get(address) ?? {};
      if (dc === undefined || rack === undefined)
        unreadable(address, 'gossip has no DC and rack of it');
      return { ...row(address), tokens: count, dc, rack };
    });
    return { rows };
  });
}

function rowMaker(
  service: JmxAttributes,
): (address: string) => Omit<RingStatusRow, 'tokens' | 'dc' | 'rack'> {
  const among = (name: string) => new Set(textsIn(service.get(name), name).map(plainAddress));
  const [live, dead] = [among('LiveNodes'), among('UnreachableNodes')];
  const [joining, leaving, moving] = [
    among('JoiningNodes'),
    among('LeavingNodes'),
    among('MovingNodes'),
  ];
  const loads = byAddress(service.get('LoadMap'), 'LoadMap');
  const ids = byAddress(
    service.get('EndpointToHostId') ?? service.get('HostIdMap'),
    'EndpointToHostId',
  );
  return (address) => ({
    address,
    liveness: live.has(address) ? 'up' : dead.has(address) ? 'down' : 'unknown',
    state: joining.has(address)
      ? 'joining'
      : leaving.has(address)
        ? 'leaving'
        : moving.has(address)
          ? 'moving'
          : 'normal',
    loadBytes: loadOf(loads.get(address)),
    hostId: ids.get(address)?.toLowerCase(),
  });
}

function byAddress(value: JmxAnswer, what: string): ReadonlyMap<string, string> {
  const entries = [...mapIn(value, what)];
  return new Map(entries.map(([key, each]) => [plainAddress(key), textIn(each, what)]));
}

function loadOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : bytesOf(text, text);
}

function tokenCounts(value: JmxAnswer): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const endpoint of mapIn(value, 'TokenToEndpointMap').values()) {
    const address = plainAddress(textIn(endpoint, 'TokenToEndpointMap'));
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

/** Attributes of StorageService that `nodetool info` is made of. */
export const infoAttributes = [
  'LocalHostId',
  'GossipRunning',
  'NativeTransportRunning',
  'CurrentGenerationNumber',
] as const;

export interface JmxInfoParts {
  readonly service: JmxAttributes;
  /** Datacenter, Rack of EndpointSnitchInfo. */
  readonly snitch: JmxAttributes;
  /** HeapMemoryUsage of java.lang:type=Memory. */
  readonly heap: JmxAnswer;
  /** Uptime of java.lang:type=Runtime, ms. */
  readonly uptime: JmxAnswer;
  /** Count of Storage Exceptions. */
  readonly exceptions: JmxAnswer;
}

export function parseJmxInfo(parts: JmxInfoParts): Parsed<NodeInfo> {
  return reading(() => {
    const { service, snitch } = parts;
    const heap = mapIn(parts.heap, 'HeapMemoryUsage');
    const mebibytes = (name: string) => numberIn(heap.get(name), name) / 1024 ** 2;
    return {
      hostId: textIn(service.get('LocalHostId'), 'LocalHostId').toLowerCase(),
      gossipActive: flagIn(service.get('GossipRunning'), 'GossipRunning'),
      nativeTransportActive: flagIn(
        service.get('NativeTransportRunning'),
        'NativeTransportRunning',
      ),
      generation: numberIn(service.get('CurrentGenerationNumber'), 'CurrentGenerationNumber'),
      uptimeSeconds: Math.floor(numberIn(parts.uptime, 'Uptime') / 1_000),
      heapUsedMiB: mebibytes('used'),
      heapMaxMiB: mebibytes('max'),
      dc: textIn(snitch.get('Datacenter'), 'Datacenter'),
      rack: textIn(snitch.get('Rack'), 'Rack'),
      exceptions: numberIn(parts.exceptions, 'Exceptions'),
    };
  });
}

/** SchemaVersions of StorageProxy: addresses by version, `UNREACHABLE` among them. */
export function parseJmxDescription(
  service: JmxAttributes,
  schemas: JmxAnswer,
): Parsed<ClusterDescription> {
  return reading(() => {
    const versions = [...mapIn(schemas, 'SchemaVersions')].map(([version, addresses]) => ({
      version,
      addresses: textsIn(addresses, version).map(plainAddress),
    }));
    if (versions.length === 0) unreadable('SchemaVersions', 'no schema version');
    return {
      name: textIn(service.get('ClusterName'), 'ClusterName'),
      partitioner: textIn(service.get('PartitionerName'), 'PartitionerName'),
      schemaVersions: versions.filter(({ version }) => version !== 'UNREACHABLE'),
      unreachable: versions.flatMap((each) =>
        each.version === 'UNREACHABLE' ? each.addresses : [],
      ),
      releaseVersions: undefined,
    };
  });
}
