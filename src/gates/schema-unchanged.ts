import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { schemaGate } from '../model/learnt.ts';
import type { SchemaSeen } from '../model/schema-seen.ts';
import { schemaVersions } from './schema-versions.ts';
import { refuse } from './verdict.ts';

/**
 * No keyspace, table, column or the like was changed since the roll came to the node before. A node that starts on
 * another release may change Cassandra's own tables (MigrationManager.evolveSystemKeyspace), and nothing tells that
 * from what somebody did meanwhile: between lines each node may (seen: of 4.1.10 → 5.0.8 the second changed the schema of 4.1),
 * within one the first. Such a change is noted, and holds nothing.
 */
export const schemaUnchanged: Gate = {
  id: schemaGate,
  title: 'the schema is as it was before the last node',
  needs: ['cql-local', 'status'],
  ownLimit: 'schemaWaitMs',
  judge(view) {
    const { held, versions } = schemaVersions(view);
    if (held) return held;
    const { targetVersion, storageMode } = view.subject;
    const changesNodes = targetVersion !== undefined || storageMode !== undefined;
    const isBegun = changesNodes && view.done.length > 0;
    const schema = { versions: Object.fromEntries(versions), isBegun };
    return compared(view.schemaBefore, schema, storageMode !== undefined);
  },
};

function compared(
  before: GateView['schemaBefore'],
  schema: SchemaSeen,
  isOfMode: boolean,
): GateVerdict {
  const [change] = before ? changes(before, schema) : [];
  if (change === undefined) return { kind: 'pass', note: noteOf(before), schema };
  const isBetweenLines = [before, schema].some((seen) => linesOf(seen) > 1);
  if (schema.isBegun && (before?.isBegun === false || isBetweenLines || isOfMode)) {
    return { kind: 'pass', note: `${change}, as a node that the roll changes may do`, schema };
  }
  return refuse(
    `${change} since the roll came to the node before: keep schema changes still, or resume to go on with it as it is`,
  );
}

function linesOf(schema: SchemaSeen | undefined): number {
  return Object.keys(schema?.versions ?? {}).length;
}

function noteOf(before: SchemaSeen | undefined): string {
  return before ? 'as it was before the last node' : 'the first look at it';
}

function changes(before: SchemaSeen, { versions }: SchemaSeen): readonly string[] {
  return Object.entries(versions).flatMap(([line, version]) => {
    const was = before.versions[line];
    return was === undefined || was === version
      ? []
      : [`the schema of ${line} was changed, from version ${was} to ${version}`];
  });
}
