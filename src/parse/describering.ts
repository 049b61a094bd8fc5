import type { Parsed } from '../model/parsed.ts';
import type { Replica, TokenRange } from '../model/ring.ts';
import { plainAddress } from './plain-address.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool describering KEYSPACE`: one TokenRange a line. Nothing closes the list, but the ranges
 * of a whole one do: each begins where another ends.
 */
export function parseDescribeRing(text: string): Parsed<readonly TokenRange[]> {
  return reading(() => {
    const lines = linesOf(text);
    const at = lines.findIndex((line) => /^TokenRange:\s*$/.test(line));
    if (at < 0) unreadable(lines[0] ?? '', 'no line "TokenRange:"');
    const rows = lines.slice(at + 1).filter((line) => line.trim() !== '');
    const ranges = rows.map(rangeOf);
    const ends = new Set(ranges.map((range) => range.end));
    const open = ranges.findIndex((range) => !ends.has(range.start));
    if (ranges.length === 0) unreadable(lines[at] ?? '', 'a ring without ranges');
    if (open >= 0 || ends.size !== ranges.length) {
      unreadable(rows[open] ?? rows.at(-1) ?? '', 'the ranges do not close to a ring');
    }
    return ranges;
  });
}

/** Neither tokens nor addresses hold commas or brackets: one way only to read a line, however long. */
const row =
  /^\s*TokenRange\(start_token:(?<start>[^,]*), end_token:(?<end>[^,]*), endpoints:\[(?<endpoints>[^\]]*)\], rpc_endpoints:\[[^\]]*\], endpoint_details:\[(?:EndpointDetails\((?<details>.*)\))?\]\)\s*$/;
const betweenDetails = '), EndpointDetails(';
const detail = /^host:(?<host>[^,]*), datacenter:(?<dc>.*?), rack:(?<rack>.*)$/;

function rangeOf(line: string): TokenRange {
  const cell = groupsOf(row, line, 'not a range of describering');
  const details = cell('details').split(betweenDetails).filter(Boolean);
  const replicas = details.map(replicaOf);
  const endpoints = cell('endpoints').split(', ').filter(Boolean);
  if (replicas.length !== endpoints.length) unreadable(line, 'endpoints and their details differ');
  return { start: cell('start'), end: cell('end'), replicas };
}

function replicaOf(text: string): Replica {
  const cell = groupsOf(detail, text, 'not the details of an endpoint');
  return { address: plainAddress(cell('host')), dc: cell('dc'), rack: cell('rack') };
}
