import type { Instant } from '../model/instant.ts';
import { lineOfRelease } from '../model/version.ts';
import { uuidOf } from './chance.ts';
import { faultOn } from './node-faults.ts';
import type { ClusterState, SimulatedNode } from './state.ts';

/**
 * One version per release line, as on real mixed clusters: system tables differ between lines. A
 * keyspace or a table more is another version.
 */
export function schemaVersionOf(
  state: ClusterState,
  node: SimulatedNode,
  release: string,
  now: Instant,
): string {
  const alone = faultOn(state, 'schema-differs', node.address, now) ? node.address : '';
  const known = knownVersions(state);
  const key = alone === '' ? release : `${release}\n${alone}`;
  const version = known.get(key) ?? versionFor(state, release, alone);
  known.set(key, version);
  return version;
}

function versionFor({ seed, keyspaces }: ClusterState, release: string, alone: string): string {
  return uuidOf(seed, 'schema', lineOfRelease(release), schemaText(keyspaces), alone);
}

function schemaText(keyspaces: ClusterState['keyspaces']): string {
  return keyspaces.map(({ name, tables }) => [name, ...tables].join()).join(';');
}

/** Everybody asks for the same few. */
function knownVersions({ keyspaces, seed }: ClusterState): Map<string, string> {
  const bySeed = remembered.get(keyspaces) ?? new Map<number, Map<string, string>>();
  remembered.set(keyspaces, bySeed);
  const known = bySeed.get(seed) ?? new Map<string, string>();
  bySeed.set(seed, known);
  return known;
}

const remembered = new WeakMap<ClusterState['keyspaces'], Map<number, Map<string, string>>>();
