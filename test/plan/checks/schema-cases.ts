import type { Keyspace } from '../../../src/model/ring.ts';
import { keyspaces, shopOrders, three } from '../../gates/healthy-view.ts';
import type { RuleCase } from './rule-case.ts';

const to4 = { from: '3.11.19', to: '4.1.10' };
const backTo41 = { from: '5.0.8', to: '4.1.10' };
const withTables = (...tables: readonly Partial<typeof shopOrders>[]) => ({
  'schema-tables': { tables: tables.map((table) => ({ ...shopOrders, ...table })) },
});
const withIndex = (className: string | undefined) => ({
  'schema-indexes': {
    indexes: [{ keyspace: 'shop', table: 'orders', index: 'by_text', className }],
  },
});
const withKeyspace = (keyspace: Keyspace) => ({
  keyspaces: { keyspaces: [...keyspaces.filter(({ name }) => name !== keyspace.name), keyspace] },
});
const auth = (replication: Keyspace['replication']) =>
  withKeyspace({ name: 'system_auth', replication });

export const schemaCases = {
  'date-tiered-compaction': {
    broken: withTables(
      { compaction: 'DateTieredCompactionStrategy' },
      { table: 'clicks', compaction: 'DateTieredCompactionStrategy' },
    ),
    says: ['it is the strategy of shop.orders, shop.clicks'],
    silent: 'schema-tables',
  },
  'no-indexes-of-5': {
    hop: backTo41,
    broken: withIndex('StorageAttachedIndex'),
    says: ['SAI: shop.by_text'],
    holds: withIndex(undefined),
    silent: 'schema-indexes',
  },
  'no-compaction-of-5': {
    hop: backTo41,
    broken: withTables({ compaction: 'UnifiedCompactionStrategy' }),
    says: ['it is the strategy of shop.orders'],
    silent: 'schema-tables',
  },
  'compact-paging': {
    hop: { from: '4.1.0', to: '5.0.8' },
    broken: withTables({ isCompactStorage: true }),
    says: ['compact storage: shop.orders'],
    holdsAt: { from: '4.1.1', to: '5.0.8' },
    holds: withTables({ keyspace: 'system', isCompactStorage: true }),
    silent: 'schema-tables',
  },
  'compact-storage': {
    hop: to4,
    broken: withTables(
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((table) => ({ table, isCompactStorage: true })),
    ),
    says: ['compact storage: shop.a, shop.b, shop.c, shop.d, shop.e and 2 more'],
    silent: 'schema-tables',
  },
  'sasi-indexes': {
    hop: to4,
    broken: withIndex('SASIIndex'),
    says: ['SASI: shop.by_text'],
    holds: withIndex(undefined),
    silent: 'schema-indexes',
  },
  'own-index-classes': {
    broken: withIndex('own.Index'),
    says: ['classes of your own: shop.by_text'],
    holds: withIndex('StorageAttachedIndex'),
    silent: 'schema-indexes',
  },
  'own-compaction-classes': {
    broken: withTables({ compaction: 'own.Strategy' }),
    says: ['a class of your own compacts shop.orders'],
    silent: 'schema-tables',
  },
  'legacy-auth-tables': {
    hop: to4,
    broken: withTables(
      { keyspace: 'system_auth', table: 'users' },
      { keyspace: 'system_auth', table: 'roles' },
    ),
    says: ['they are there: system_auth.users'],
    holds: withTables({ keyspace: 'shop', table: 'users' }),
    silent: 'schema-tables',
  },
  'old-network-topology': {
    hop: to4,
    broken: withKeyspace({
      name: 'old',
      replication: { kind: 'unknown', description: 'class=OldNetworkTopologyStrategy dc1=3' },
    }),
    says: ['keyspace old: it has OldNetworkTopologyStrategy'],
    silent: 'keyspaces',
  },
  'replication-dcs': {
    hop: to4,
    broken: withKeyspace({
      name: 'shop',
      replication: { kind: 'network', rfByDc: { dc1: 3, dc9: 1 } },
    }),
    says: ['keyspace shop: it names dc9, where no node is'],
    silent: 'keyspaces',
  },
  'auth-replication': {
    hop: { loggedIn: true },
    broken: auth({ kind: 'simple', rf: 1 }),
    says: ['keyspace system_auth: SimpleStrategy with 1 in all'],
    holdsAt: { loggedIn: true },
    holds: auth(three),
    silent: 'keyspaces',
  },
} as const satisfies Readonly<Record<string, RuleCase>>;
