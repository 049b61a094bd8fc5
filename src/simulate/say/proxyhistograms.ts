import type { ClientRequests } from '../../model/readings.ts';
import { isFrom } from './release.ts';
import { printf, text } from './table.ts';

export interface HistogramDecorations {
  /** Of every row as much as is printed, in microseconds. */
  readonly micros?: Readonly<Record<string, readonly number[]>>;
}

const percentiles = ['50%', '75%', '95%', '98%', '99%', 'Min', 'Max'];
const columns = ['Read', 'Write', 'Range', 'CAS Read', 'CAS Write', 'View Write'];

/** `nodetool proxyhistograms`: six latencies from 3.0 on, three before. Nobody asks for ranges here. */
export function sayProxyHistograms(
  { reads, writes }: ClientRequests,
  release: string,
  { micros = {} }: HistogramDecorations = {},
): string {
  const isNew = isFrom(release, 3, 0);
  const names = columns.slice(0, isNew ? 6 : 3);
  const widths = [-10, ...names.map(() => (isNew ? 19 : 18))];
  const own = [reads.p99Ms * 1_000, writes.p99Ms * 1_000];
  const rows = percentiles.map((percentile) => {
    const said = micros[percentile] ?? [];
    const shown = percentile === '99%' || said.length === 0 ? own : said.slice(0, 2);
    const cells = names.map((_, at) => shown[at] ?? said[at] ?? 0);
    return [percentile, ...cells.map((value) => value.toFixed(2))];
  });
  const lines = [
    ['Percentile', ...names.map((name) => `${name} Latency`)],
    ['', ...names.map(() => '(micros)')],
    ...rows,
  ];
  return text(['proxy histograms', ...lines.map((cells) => printf(widths, cells)), '']);
}
