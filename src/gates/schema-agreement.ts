import type { Gate } from '../model/gate.ts';
import { schemaVersions } from './schema-versions.ts';
import { pass } from './verdict.ts';

export const schemaAgreement: Gate = {
  id: 'schema-agreement',
  title: 'one schema version per release line, by the word of every node',
  needs: ['cql-local', 'status'],
  ownLimit: 'schemaWaitMs',
  judge(view) {
    const { held, versions, count } = schemaVersions(view);
    const lines = [...versions.keys()].sort().join(', ');
    return held ?? pass(`one schema version on ${lines}, by ${count} nodes`);
  },
};
