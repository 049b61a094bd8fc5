import type { Instant } from '../model/instant.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { uuidOf } from './chance.ts';
import { faultOn } from './node-faults.ts';
import type { ClusterState, SimulatedNode } from './state.ts';

/**
 * One version per release line, as on real mixed clusters: system tables differ between lines. A
 * keyspace more is another version.
 */
export function schemaVersionOf(
  state: ClusterState,
  node: SimulatedNode,
  release: string,
  now: Instant,
): string {
  const version = parseVersion(release);
  const line = version ? releaseLine(version) : release;
  const names = state.keyspaces.map(({ name }) => name).join();
  const alone = faultOn(state, 'schema-differs', node.address, now) ? node.address : '';
  const key = `${state.seed}\n${line}\n${names}\n${alone}`;
  const known = remembered.get(key) ?? uuidOf(state.seed, 'schema', line, names, alone);
  remembered.set(key, known);
  return known;
}

const remembered = new Map<string, string>();
