import type { Parsed } from '../model/parsed.ts';
import type { NodeInfo } from '../model/readings.ts';
import { decimalOf, wholeOf } from './quantity.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/** `nodetool info`: `Label : value` lines, `Token` being the last of them in every version. */
export function parseInfo(text: string): Parsed<NodeInfo> {
  return reading(() => {
    const lines = linesOf(text);
    const values = new Map(lines.flatMap(labelled));
    const value = (label: string) =>
      values.get(label) ?? unreadable(lines.at(-1) ?? '', `no line "${label}" up to here`);
    const [heapUsed = '', heapMax = ''] = value('Heap Memory (MB)').split(' / ');
    value('Token');
    return {
      hostId: value('ID').toLowerCase(),
      gossipActive: truthOf(value('Gossip active')),
      nativeTransportActive: truthOf(value('Native Transport active')),
      generation: wholeOf(value('Generation No'), value('Generation No')),
      uptimeSeconds: wholeOf(value('Uptime (seconds)'), value('Uptime (seconds)')),
      heapUsedMiB: decimalOf(heapUsed, value('Heap Memory (MB)')),
      heapMaxMiB: decimalOf(heapMax, value('Heap Memory (MB)')),
      dc: value('Data Center'),
      rack: value('Rack'),
      exceptions: wholeOf(value('Exceptions'), value('Exceptions')),
    };
  });
}

function labelled(line: string): readonly (readonly [string, string])[] {
  const [, label, value] = /^([A-Z][^:]*):(.*)$/.exec(line) ?? [];
  return label === undefined || value === undefined ? [] : [[label.trim(), value.trim()]];
}

function truthOf(text: string): boolean {
  if (text === 'true') return true;
  return text === 'false' ? false : unreadable(text, 'neither true nor false');
}
