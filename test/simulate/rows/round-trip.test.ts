import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../src/model/parsed.ts';
import * as cql from '../../../src/parse/cql-rows.ts';
import { parseHandoffSettings } from '../../../src/parse/cql-views.ts';
import type { CqlRow } from '../../../src/ports/cql.ts';
import { diskUsageRows } from '../../../src/simulate/rows/disk-usage.ts';
import { gossipInfoRows } from '../../../src/simulate/rows/gossip-info.ts';
import { pendingHintRows } from '../../../src/simulate/rows/pending-hints.ts';
import { keyspaceRows } from '../../../src/simulate/rows/schema-keyspaces.ts';
import {
  dataFolderRows,
  handoffRows,
  throughputRows,
} from '../../../src/simulate/rows/settings.ts';
import { sstableTaskRows } from '../../../src/simulate/rows/sstable-tasks.ts';
import { localRows } from '../../../src/simulate/rows/system-local.ts';
import { peersRows, peersV2Rows } from '../../../src/simulate/rows/system-peers.ts';
import { threadPoolRows } from '../../../src/simulate/rows/thread-pools.ts';
import { valueOf } from '../../parse/parsers.ts';
import { compactionTasks } from '../arbitrary/compaction-stats.ts';
import { cqlLocals, cqlPeers, keyspaces } from '../arbitrary/cql-readings.ts';
import { gossipInfos } from '../arbitrary/gossip-info.ts';
import { counts, releases, releasesFrom } from '../arbitrary/names.ts';
import { compactionThroughputs, handoffs, pendingHints } from '../arbitrary/small-readings.ts';
import { tableDiskUsages } from '../arbitrary/table-readings.ts';
import { pools } from '../arbitrary/thread-pools.ts';

/** Rows of a reading are read as that reading; before the table's first release there are none. */
function roundTrip<T>(
  table: string,
  first: readonly [major: number, minor: number],
  arbitrary: (release: string) => fc.Arbitrary<T>,
  rows: (reading: T, release: string) => readonly CqlRow[] | undefined,
  parse: (rows: readonly CqlRow[]) => Parsed<T>,
): void {
  const known: readonly string[] = releasesFrom(...first);
  const unknown = releases.filter((release) => !known.includes(release));
  describe(table, () => {
    test.each(known)('of %s is read as it was meant', (release) => {
      fc.assert(
        fc.property(arbitrary(release), (reading) => {
          expect(valueOf(parse(rows(reading, release) ?? []))).toEqual(reading);
        }),
      );
    });
    test.each(unknown)('does not exist in %s', (release) => {
      const [reading] = fc.sample(arbitrary(release), 1);
      expect(rows(reading as T, release)).toBeUndefined();
    });
  });
}

roundTrip('system.local', [2, 1], cqlLocals, localRows, cql.parseLocal);
roundTrip('system.peers', [2, 1], cqlPeers, (reading) => peersRows(reading), cql.parsePeers);
roundTrip('system.peers_v2', [4, 0], cqlPeers, peersV2Rows, cql.parsePeers);
roundTrip('gossip_info', [4, 1], gossipInfos, gossipInfoRows, cql.parseGossipRows);
roundTrip('pending_hints', [4, 1], pendingHints, pendingHintRows, cql.parseHintRows);
roundTrip('disk_usage', [4, 0], tableDiskUsages, diskUsageRows, cql.parseDiskUsage);
roundTrip(
  'sstable_tasks',
  [4, 0],
  () => fc.record({ tasks: fc.array(compactionTasks()) }),
  ({ tasks }, release) => sstableTaskRows(tasks, release),
  cql.parseSSTableTasks,
);
roundTrip(
  'thread_pools',
  [4, 0],
  () => fc.record({ pools, dropped: fc.constant(undefined) }).filter((all) => all.pools.length > 0),
  threadPoolRows,
  cql.parseThreadPools,
);
roundTrip(
  'system_schema.keyspaces',
  [3, 0],
  () => fc.record({ keyspaces: keyspaces() }),
  (reading, release) => keyspaceRows(reading.keyspaces, release),
  cql.parseKeyspaces,
);
roundTrip(
  'data_file_directories of settings',
  [4, 0],
  () => fc.array(fc.constantFrom('/data1', '/var/lib/cassandra', '/d 2'), { minLength: 1 }),
  dataFolderRows,
  cql.parseDataFolders,
);

roundTrip(
  'hinted handoff of settings',
  [4, 0],
  (release) => handoffs(release, fc.option(counts, { nil: undefined })),
  handoffRows,
  parseHandoffSettings,
);

test.each(releasesFrom(4, 1))('the throttle is a setting of %s', (release) => {
  fc.assert(
    fc.property(compactionThroughputs(release), (reading) => {
      const rows = throughputRows(reading, release) ?? [];
      expect(valueOf(cql.parseThroughputSetting(rows))).toEqual(reading);
    }),
  );
});

test('4.0 has settings, but none of that name; 3.11 has none', () => {
  expect(throughputRows({ mebibytesPerSecond: 64 }, '4.0.19')).toEqual([]);
  expect(throughputRows({ mebibytesPerSecond: 64 }, '3.11.19')).toBeUndefined();
});
