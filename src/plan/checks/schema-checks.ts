import { groupBy } from '../../model/group-by.ts';
import type { Keyspace, Replication } from '../../model/ring.ts';
import type { SourceValues } from '../../model/snapshot.ts';
import { compareVersions, parseVersion } from '../../model/version.ts';
import { authenticatorOn } from '../../rules/authenticator.ts';
import { ofAny, type Check, type RuleContext } from './check.ts';

type Table = SourceValues['schema-tables']['tables'][number];

/** Cassandra's own; those of 3.x have compact storage, and go on to. */
const ownKeyspaces = /^system(_\w+)?$/;

function ofTables(isMeant: (table: Table) => boolean, what: (tables: string) => string): Check {
  return (context) =>
    ofAny(context, 'schema-tables', ({ tables }) => {
      const found = tables.filter((table) => !ownKeyspaces.test(table.keyspace) && isMeant(table));
      return found.length === 0 ? [] : [what(listOf(found))];
    });
}

const shown = 5;

function listOf(found: readonly { readonly keyspace: string; readonly table: string }[]): string {
  const names = found.slice(0, shown).map(({ keyspace, table }) => `${keyspace}.${table}`);
  const more = found.length - names.length;
  return names.join(', ') + (more === 0 ? '' : ` and ${more} more`);
}

export const dateTieredCompaction = ofTables(
  ({ compaction }) => compaction === 'DateTieredCompactionStrategy',
  (tables) => `it is the strategy of ${tables}`,
);
export const noCompactionOf5 = ofTables(
  ({ compaction }) => compaction === 'UnifiedCompactionStrategy',
  (tables) => `it is the strategy of ${tables}`,
);
export const ownCompactionClasses = ofTables(
  ({ compaction }) => compaction.includes('.'),
  (tables) => `a class of your own compacts ${tables}`,
);
const hasCompactStorage = ofTables(
  ({ isCompactStorage }) => isCompactStorage,
  (tables) => `compact storage: ${tables}`,
);
export const compactStorage: Check = hasCompactStorage;

/** Before these releases pages were written otherwise: CASSANDRA-17507. */
const pagesMendedIn: Readonly<Record<string, string>> = { '4.0': '4.0.8', '4.1': '4.1.1' };

export const compactPaging: Check = (context) => {
  const mended = parseVersion(pagesMendedIn[context.fromLine] ?? '');
  const isOld = context.from.major < 4 || (mended && compareVersions(context.from, mended) < 0);
  return isOld ? hasCompactStorage(context) : [];
};

/** Of Cassandra's own keyspaces here, and of them alone. */
export const legacyAuthTables: Check = (context) =>
  ofAny(context, 'schema-tables', ({ tables }) => {
    const old = ['users', 'credentials', 'permissions'];
    const found = tables.filter(
      ({ keyspace, table }) => keyspace === 'system_auth' && old.includes(table),
    );
    return found.length === 0 ? [] : [`they are there: ${listOf(found)}`];
  });

export const noIndexesOf5 = ofIndexes((name) => name === 'StorageAttachedIndex', 'SAI');
export const sasiIndexes = ofIndexes((name) => name === 'SASIIndex', 'SASI');
export const ownIndexClasses = ofIndexes((name) => name.includes('.'), 'classes of your own');

function ofIndexes(isMeant: (className: string) => boolean, what: string): Check {
  return (context) =>
    ofAny(context, 'schema-indexes', ({ indexes }) => {
      const found = indexes.filter(
        ({ className }) => className !== undefined && isMeant(className),
      );
      const named = found.map(({ keyspace, index }) => ({ keyspace, table: index }));
      return found.length === 0 ? [] : [`${what}: ${listOf(named)}`];
    });
}

export const oldNetworkTopology: Check = (context) =>
  ofKeyspaces(context, ({ replication }) =>
    replication.kind === 'unknown' && replication.description.includes('OldNetworkTopologyStrategy')
      ? 'it has OldNetworkTopologyStrategy'
      : undefined,
  );

export const replicationDcs: Check = (context) => {
  const dcs = new Set(context.members.map(({ dc }) => dc));
  return ofKeyspaces(context, ({ replication }) => {
    if (replication.kind !== 'network') return undefined;
    const gone = Object.keys(replication.rfByDc).filter((dc) => !dcs.has(dc));
    return gone.length === 0 ? undefined : `it names ${gone.join(', ')}, where no node is`;
  });
};

export const authReplication: Check = (context) => {
  const { snapshot, inventory } = context;
  if (authenticatorOn(snapshot, inventory.cql.user !== undefined) === false) return [];
  const nodesByDc = groupBy(context.members, ({ dc }) => dc);
  const wanted = [...nodesByDc].map(([dc, nodes]) => [dc, Math.min(3, nodes.length)] as const);
  return ofKeyspaces(context, ({ name, replication }) =>
    name === 'system_auth' ? tooFew(replication, wanted) : undefined,
  );
};

function tooFew(
  replication: Replication,
  wanted: readonly (readonly [string, number])[],
): string | undefined {
  if (replication.kind === 'simple') {
    const [only, ...others] = wanted;
    if (only && others.length === 0 && replication.rf >= only[1]) return undefined;
    return `SimpleStrategy with ${replication.rf} in all`;
  }
  if (replication.kind !== 'network') return 'its replication is none that is known here';
  const few = wanted.filter(([dc, count]) => (replication.rfByDc[dc] ?? 0) < count);
  return few.length === 0
    ? undefined
    : few.map(([dc, count]) => `${replication.rfByDc[dc] ?? 0} in ${dc}, not ${count}`).join(', ');
}

function ofKeyspaces(
  context: RuleContext,
  judge: (keyspace: Keyspace) => string | undefined,
): ReturnType<Check> {
  return ofAny(context, 'keyspaces', ({ keyspaces }) =>
    keyspaces.flatMap((keyspace) => {
      const what = judge(keyspace);
      return what === undefined ? [] : [`keyspace ${keyspace.name}: ${what}`];
    }),
  );
}
