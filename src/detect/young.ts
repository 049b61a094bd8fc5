import { latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';

/** A node that has just started reads from cold caches and compiles its code, and minutes later averages still hold it. */
const youngSeconds = 600;

/** Undefined: its uptime is not known. */
export function isYoung(series: Series, node: string): boolean | undefined {
  const info = latestValue(series, node, 'info');
  return info && info.uptimeSeconds < youngSeconds;
}
