import type { Parsed } from '../model/parsed.ts';
import type { NetStats } from '../model/readings.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool netstats`: mode, streams, messages. The last row is `Gossip messages` (2.1:
 * `Responses`); a node that is starting stops after its streams.
 */
export function parseNetstats(text: string): Parsed<NetStats> {
  return reading(() => {
    const lines = linesOf(text);
    const at = lines.findIndex((line) => line.startsWith('Mode:'));
    if (at < 0) unreadable(lines[0] ?? '', 'no line "Mode:"');
    const cell = groupsOf(/^Mode: (?<mode>[A-Z_]+)\s*$/, lines[at] ?? '', 'not a mode');
    const body = lines.slice(at + 1);
    const streams = body.flatMap(operationOf);
    const isSilent = body.some((line) => line.startsWith('Not sending any streams'));
    if (!isSilent && streams.length === 0) unreadable(lines.at(-1) ?? '', 'nothing on streams');
    const isWhole = body.some((line) => /^(Gossip messages|Responses)\s/.test(line));
    if (!isWhole && cell('mode') !== 'STARTING') {
      unreadable(lines.at(-1) ?? '', 'the table of messages is not complete: it was cut off');
    }
    return { mode: cell('mode'), streams };
  });
}

/** `Bootstrap 72d21960-bb9c-11f1-8e1f-b99d523076f8` begins the block of one stream plan. */
function operationOf(line: string): readonly string[] {
  const [, operation] = /^(\S.*) [\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\s*$/.exec(line) ?? [];
  return operation === undefined ? [] : [operation];
}
