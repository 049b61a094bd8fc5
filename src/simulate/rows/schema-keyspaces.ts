import type { Keyspace, Replication } from '../../model/ring.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/** `system_schema.keyspaces` (3.0+): name and replication. */
export function keyspaceRows(
  keyspaces: readonly Keyspace[],
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 3, 0)) return undefined;
  return keyspaces.map(({ name, replication }) => ({
    keyspace_name: name,
    replication: mapOf(replication),
  }));
}

const locator = 'org.apache.cassandra.locator';

function mapOf(replication: Replication): Readonly<Record<string, string>> {
  switch (replication.kind) {
    case 'local':
      return { class: `${locator}.LocalStrategy` };
    case 'simple':
      return { class: `${locator}.SimpleStrategy`, replication_factor: String(replication.rf) };
    case 'network':
      return { class: `${locator}.NetworkTopologyStrategy`, ...textsOf(replication.rfByDc) };
    case 'unknown':
      return optionsOf(replication.description);
  }
}

function textsOf(numbers: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)]));
}

/** `class=Own dc1=3`, as such a replication describes itself. */
function optionsOf(description: string): Readonly<Record<string, string>> {
  const pairs = description.split(' ').map((pair) => pair.split('=') as [string, string]);
  return Object.fromEntries(pairs);
}
