import type { NodeInfo } from '../../model/readings.ts';
import { isFrom } from './release.ts';
import { text } from './table.ts';

/**
 * Values of the lines that the reading does not hold, by their label; defaults for the others. A
 * cache that is off has no line: null.
 */
export type InfoDecorations = Readonly<Partial<Record<keyof typeof defaults, string | null>>>;

const cache = (capacity: string, saveSeconds: number) =>
  `entries 0, size 0 bytes, capacity ${capacity}, 0 hits, 0 requests, NaN recent hit rate, ${saveSeconds} save period in seconds`;

const defaults = {
  'Thrift active': 'false',
  Load: '0 bytes',
  'Uncompressed load': '0 bytes',
  'Off Heap Memory (MB)': '0.00',
  'Key Cache': cache('100 MiB', 14_400),
  'Row Cache': cache('0 bytes', 0),
  'Counter Cache': cache('50 MiB', 7_200),
  'Chunk Cache':
    'entries 0, size 0 bytes, capacity 480 MiB, 0 misses, 0 requests, NaN recent hit rate, NaN microseconds miss latency',
  'Network Cache': 'size 0 bytes, overflow size: 0 bytes, capacity 128 MiB',
  'Percent Repaired': '100.0%',
  Token: '(invoke with -T/--tokens to see all 16 tokens)',
  'Bootstrap state': 'COMPLETED',
  'Bootstrap failed': 'false',
  Decommissioning: 'false',
  'Decommission failed': 'false',
};

/** Lines that not every version has: from the first version on, up to before the second. */
const spans: Readonly<
  Partial<
    Record<keyof typeof defaults, readonly [from: readonly [number, number], to?: [number, number]]>
  >
> = {
  'Thrift active': [
    [2, 0],
    [4, 0],
  ],
  'Uncompressed load': [[5, 0]],
  'Chunk Cache': [
    [3, 11],
    [4, 0],
  ],
  'Network Cache': [[4, 0]],
  'Percent Repaired': [[3, 11]],
  'Bootstrap state': [[5, 0]],
  'Bootstrap failed': [[5, 0]],
  Decommissioning: [[5, 0]],
  'Decommission failed': [[5, 0]],
};

/** `nodetool info`. From 4.0 on there is no chunk cache unless it is given. */
export function sayInfo(
  info: NodeInfo,
  release: string,
  decorations: InfoDecorations = {},
): string {
  const extra = (label: keyof typeof defaults) => {
    const [from, to] = spans[label] ?? [[0, 0]];
    const isThere = isFrom(release, ...from) && !(to && isFrom(release, ...to));
    const given = decorations[label];
    const value = given === undefined && isThere ? defaults[label] : given;
    return value == null ? [] : [line(label, value)];
  };
  const caches = ['Key Cache', 'Row Cache', 'Counter Cache', 'Chunk Cache'] as const;
  const end = ['Bootstrap state', 'Bootstrap failed', 'Decommissioning'] as const;
  return text([
    line('ID', info.hostId),
    line('Gossip active', info.gossipActive),
    ...extra('Thrift active'),
    line('Native Transport active', info.nativeTransportActive),
    ...extra('Load'),
    ...extra('Uncompressed load'),
    line('Generation No', info.generation),
    line('Uptime (seconds)', info.uptimeSeconds),
    line('Heap Memory (MB)', `${info.heapUsedMiB.toFixed(2)} / ${info.heapMaxMiB.toFixed(2)}`),
    ...extra('Off Heap Memory (MB)'),
    line('Data Center', info.dc),
    line('Rack', info.rack),
    line('Exceptions', info.exceptions),
    ...caches.flatMap(extra),
    ...extra('Network Cache'),
    ...extra('Percent Repaired'),
    ...extra('Token'),
    ...end.flatMap(extra),
    ...extra('Decommission failed'),
  ]);
}

function line(label: string, value: string | number | boolean): string {
  return `${label.padEnd(23)}: ${String(value)}`;
}
