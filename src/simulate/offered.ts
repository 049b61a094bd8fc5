import type { SourceId } from '../model/snapshot.ts';
import { sinceWhen, type Since } from '../model/ways.ts';
import { isFrom } from './say/release.ts';

/** Simulated nodes have no JMX. Without it, where a process runs is known from nodetool alone. */
export function isOffered(source: SourceId, release: string): boolean {
  const ways = [sinceWhen(source, 'nodetool'), sinceWhen(source, 'cql')];
  const hosted = sinceWhen(source, 'host') && sinceWhen('java-process', 'nodetool');
  return [...ways, hosted].some((since) => since !== undefined && isThere(since, release));
}

function isThere(since: Since, release: string): boolean {
  const [major = 0, minor = 0] = since.split('.').map(Number);
  return isFrom(release, major, minor);
}
