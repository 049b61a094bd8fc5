import type { Parsed } from '../model/parsed.ts';
import type { ClientRequests } from '../model/readings.ts';
import { decimalOf } from './quantity.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool proxyhistograms`: percentiles of the last minutes in microseconds, a row each. Up to 2.2 three
 * latencies, from 3.0 on six; reads and writes come first in all.
 */
export function parseProxyHistograms(text: string): Parsed<ClientRequests> {
  return reading(() => {
    const said = linesOf(text);
    // What a JVM says comes before it.
    const at = said.findIndex((line) => line.trim() === 'proxy histograms');
    if (at < 0) unreadable(said[0] ?? '', 'there is no title of proxyhistograms');
    const lines = said.slice(at);
    const [, header = '', units = ''] = lines;
    if (!headerOf.test(header)) unreadable(header, 'not the header of proxyhistograms');
    if (!unitsOf.test(units)) unreadable(units, 'latencies are not in microseconds');
    // The last row: without it the text was cut off.
    rowOf(lines, 'Max');
    const [readUs, writeUs] = rowOf(lines, '99%');
    return {
      reads: { p99Ms: readUs / 1_000, counted: undefined },
      writes: { p99Ms: writeUs / 1_000, counted: undefined },
    };
  });
}

const headerOf = /^Percentile +Read Latency +Write Latency +Range Latency(?: |$)/;
const unitsOf = /^(?: +\(micros\)){3,6}\s*$/;

function rowOf(lines: readonly string[], percentile: string): readonly [number, number] {
  const line = lines.find((each) => each.startsWith(`${percentile} `));
  if (line === undefined) return unreadable(lines.at(-1) ?? '', `no row for ${percentile}`);
  const [, read = '', write = '', ...others] = line.trim().split(/\s+/);
  if (others.length !== 1 && others.length !== 4) unreadable(line, 'not a row of latencies');
  return [decimalOf(read, line), decimalOf(write, line)];
}
