import { groupBy } from '../model/group-by.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { parseVersion, releaseLine } from '../model/version.ts';
import { cannotTell, refused, type PlanProblem } from './problem.ts';

/** Why there is no one topology: nodes of one release line with several schemas, or what was not seen. */
export function noTopology(snapshot: Snapshot): PlanProblem {
  const schemas = schemasOfOneLine(snapshot);
  if (!schemas) {
    return cannotTell(
      'the ring and the keyspaces were not seen, or nodes disagree about them',
      'CQL (system_schema.keyspaces) and nodetool status are needed; wait until all nodes say the same',
    );
  }
  const told = [...schemas].map(([version, nodes]) => `${version} by ${nodes.join(', ')}`);
  return refused(
    `nodes disagree about the schema: ${told.join('; ')}`,
    'nodes take changes over within a minute; one that stays behind: nodetool resetlocalschema on it',
  );
}

/** Addresses by schema version, of the first release line that has more than one. */
function schemasOfOneLine(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> | undefined {
  const told = snapshot.nodes.flatMap(({ address, sources }) => {
    const local = valueOf(sources['cql-local']);
    const version = parseVersion(local?.releaseVersion ?? '');
    return local && version
      ? [{ address, line: releaseLine(version), schema: local.schemaVersion }]
      : [];
  });
  for (const nodes of groupBy(told, ({ line }) => line).values()) {
    const bySchema = groupBy(nodes, ({ schema }) => schema);
    if (bySchema.size > 1) {
      return new Map(
        [...bySchema].map(([schema, each]) => [schema, each.map(({ address }) => address)]),
      );
    }
  }
  return undefined;
}
