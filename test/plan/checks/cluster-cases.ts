import { description, first, second, settings } from '../../gates/healthy-view.ts';
import type { RuleCase } from './rule-case.ts';

const to4 = { from: '3.11.19', to: '4.1.10' };
const withSettings = (values: Readonly<Record<string, string>>) => ({
  settings: { values: { ...settings.values, ...values } },
});
const task = (kind: string) => ({
  'sstable-tasks': {
    tasks: [
      { id: 't', kind, keyspace: 'shop', table: 'orders', completed: 1, total: 9, unit: 'bytes' },
    ],
  },
});

/** Two tables of 10 and 30 GiB, and so much free on the first of two disks; it has two data folders. */
const diskWith = (freeGibibytes: number) => {
  const gibibyte = 1024 ** 3;
  const mount = (name: string, free: number) => ({
    ...{ device: name, mount: name, totalBytes: 100 * gibibyte },
    availableBytes: free * gibibyte,
  });
  const data = mount('/data', freeGibibytes);
  const table = (name: string, mebibytes: number) => ({ keyspace: 'shop', table: name, mebibytes });
  return {
    'disk-usage': { tables: [table('carts', 10 * 1024), table('orders', 30 * 1024)] },
    'file-systems': { mounts: [data, data, mount('/data2', 80)] },
  };
};

export const clusterCases = {
  'minimum-release': {
    hop: { from: '3.0.12', to: '4.0.21' },
    broken: {},
    says: ['it runs 3.0.12, older than 3.0.13'],
    holdsAt: { from: '3.0.13', to: '4.0.21' },
  },
  'tracing-safe-release': {
    hop: { from: '3.11.5', to: '4.1.10' },
    broken: {},
    says: ['it runs 3.11.5, older than 3.11.6'],
    holdsAt: { from: '3.11.6', to: '4.1.10' },
  },
  'newest-release': {
    broken: {},
    says: ['it runs 4.1.10; the newest known here is 4.1.12'],
    holdsAt: { from: '4.1.12', to: '5.0.8' },
  },
  'no-corrupting-release': {
    hop: { from: '3.0.32', to: '3.11.10' },
    broken: {},
    says: ['the target is 3.11.10'],
    holdsAt: { from: '3.0.32', to: '3.11.11' },
  },
  'known-bugs': {
    hop: { from: '4.0.21', to: '4.1.4' },
    broken: {},
    says: [
      '4.1.4 has CASSANDRA-19182: SSTables of an incremental repair stay pending (mended in 4.1.5)',
      '4.1.4 has CASSANDRA-19704: leveled compactions that have to make do with fewer SSTables fail (mended in 4.1.5)',
    ],
    holdsAt: { from: '4.0.21', to: '4.1.5' },
  },
  'same-messages': {
    hop: to4,
    broken: {},
    says: ['messages go from version 11 to 12'],
    holdsAt: { from: '4.1.10', to: '5.0.8' },
  },
  'one-schema': {
    broken: {
      describecluster: {
        ...description,
        schemaVersions: [
          { version: 'schema-a', addresses: [first] },
          { version: 'schema-b', addresses: [second] },
        ],
        unreachable: [second],
      },
    },
    says: ['it sees 2 versions of the schema on 4.1', `it cannot reach ${second}`],
    silent: 'describecluster',
  },
  'no-range-movement': {
    broken: { netstats: { mode: 'LEAVING', streams: [] } },
    says: ['its mode is LEAVING'],
    silent: 'netstats',
  },
  'no-streams': {
    broken: { netstats: { mode: 'NORMAL', streams: ['Repair', 'Repair', 'Rebuild'] } },
    says: ['it streams: Repair, Rebuild'],
    silent: 'netstats',
  },
  'no-repair': {
    broken: {
      ...task('validation'),
      'repair-sessions': {
        sessions: [
          { id: 'aa', coordinator: first, isOpen: true, lastUpdateMs: 1 },
          { id: 'bb', coordinator: first, isOpen: false, lastUpdateMs: 1 },
        ],
      },
    },
    says: ['validation of shop.orders runs', `repair aa of ${first} is not over`],
    holds: task('compaction'),
    silent: 'repair-sessions',
  },
  'no-sstable-rewrite': {
    broken: task('upgrade sstables'),
    says: ['upgrade sstables of shop.orders runs'],
    holds: task('compaction'),
    silent: 'sstable-tasks',
  },
  'hint-window': {
    broken: withSettings({ max_hint_window: '10m' }),
    says: ['hints are kept for 10 min, a node may be down for 12 min'],
    holds: withSettings({ max_hint_window: '13m' }),
    silent: 'settings',
  },
  'automatic-sstable-upgrade': {
    broken: withSettings({ automatic_sstable_upgrade: 'true' }),
    says: ['it is on'],
    silent: 'settings',
  },
  'auto-snapshot': {
    broken: withSettings({ auto_snapshot: 'false' }),
    says: ['it is off'],
    silent: 'settings',
  },
  'room-for-snapshot': {
    broken: diskWith(42),
    says: [
      'the data is 40.0 GiB, 42.0 GiB of 100.0 GiB are free on /data, and 3.0 GiB (3 %) are to stay so',
    ],
    holds: diskWith(60),
    silent: 'file-systems',
  },
  'room-for-upgradesstables': {
    broken: diskWith(32),
    says: [
      'the largest table, shop.orders, is 30.0 GiB, 32.0 GiB of 100.0 GiB are free on /data, and 3.0 GiB (3 %) are to stay so',
    ],
    holds: diskWith(45),
    silent: 'disk-usage',
  },
  'own-classes': {
    broken: withSettings({
      authenticator: 'ParameterizedClass{class_name=own.Door, parameters={}}',
      endpoint_snitch: 'own.Snitch{password=hush}',
      partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    }),
    says: ['authenticator is own.Door', 'endpoint_snitch is own.Snitch'],
    silent: 'settings',
  },
  'client-protocols': {
    broken: {
      clients: {
        clients: [
          { driver: 'old', driverVersion: '2.1', protocolVersion: 2, connections: 1 },
          { driver: undefined, driverVersion: undefined, protocolVersion: 6, connections: 3 },
          { driver: 'good', driverVersion: '4', protocolVersion: 5, connections: 3 },
        ],
      },
    },
    says: [
      '1 connection of old 2.1 on protocol v2',
      '3 connections of a driver without a name on protocol v6',
    ],
    silent: 'clients',
  },
} as const satisfies Readonly<Record<string, RuleCase>>;
