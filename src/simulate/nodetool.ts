import type { Instant } from '../model/instant.ts';
import type { Replication } from '../model/ring.ts';
import { answersCql, answersNodetool, lifeAt } from './life.ts';
import { ringsOf } from './placement.ts';
import { refusedNodetool } from './refused.ts';
import { printed, type Answer } from './say/answer.ts';
import { sayCompactionStats } from './say/compactionstats.ts';
import { sayDescribeCluster } from './say/describecluster.ts';
import { sayDescribeRing } from './say/describering.ts';
import { sayError, sayNotSimulated } from './say/failure.ts';
import { sayCompactionThroughput } from './say/getcompactionthroughput.ts';
import { sayGossipInfo } from './say/gossipinfo.ts';
import { sayInfo } from './say/info.ts';
import { sayListSnapshots, type SnapshotRow } from './say/listsnapshots.ts';
import { sayListPendingHints } from './say/listpendinghints.ts';
import {
  abortedQuery,
  runtimeQuery,
  sayAbortedCompactions,
  sayJavaProcess,
  saySSTableCounts,
  sstableCountQuery,
} from './say/mxdump.ts';
import { sayNetstats } from './say/netstats.ts';
import { sayProxyHistograms } from './say/proxyhistograms.ts';
import { sayStatus } from './say/status.ts';
import { sayStatusHandoff } from './say/statushandoff.ts';
import { sayStatusAutoCompaction } from './say/statusautocompaction.ts';
import { sayThreadDump, threadPrintCommand } from './say/thread-dump.ts';
import { sayTpstats } from './say/tpstats.ts';
import { sayVersion } from './say/version.ts';
import { schemaVersionOf } from './schema-version.ts';
import type { ClusterState, SimulatedNode } from './state.ts';
import { views, type Standpoint } from './view/index.ts';

/** What `nodetool` with these arguments prints on a node, in the words of the release it runs. */
export function nodetoolSays(
  state: ClusterState,
  node: SimulatedNode,
  args: readonly string[],
  now: Instant,
): Answer {
  const life = lifeAt(node, now);
  if (!answersNodetool(life, now)) return refusedNodetool(node);
  const line = args.join(' ');
  const say = commands[line] ?? (args[0] === 'describering' ? describeRing(args[1]) : undefined);
  return say?.({ state, node, life, now }) ?? sayNotSimulated(args[0] ?? '');
}

type Say = (from: Standpoint) => Answer;

const commands: Readonly<Record<string, Say>> = {
  version: ({ life }) => printed(sayVersion(life.release)),
  status: (from) => printed(sayStatus(views.status(from), from.life.release)),
  info: (from) => printed(sayInfo(views.info(from), from.life.release)),
  netstats: (from) => printed(sayNetstats(views.netstats(from), from.life.release)),
  gossipinfo: (from) => printed(sayGossipInfo(views.gossipinfo(from), from.life.release)),
  compactionstats: (from) =>
    printed(sayCompactionStats(views.compactionstats(from), from.life.release)),
  tpstats: (from) => printed(sayTpstats(views.tpstats(from), from.life.release)),
  'statusautocompaction -a': (from) =>
    sayStatusAutoCompaction(views.autocompaction(from), from.life.release),
  listsnapshots: ({ state, node, life }) =>
    printed(sayListSnapshots(snapshotsOf(state, node), life.release)),
  listpendinghints: (from) => sayListPendingHints(views['pending-hints'](from), from.life.release),
  statushandoff: (from) =>
    printed(sayStatusHandoff(views['hinted-handoff'](from), from.life.release)),
  getcompactionthroughput: (from) =>
    sayCompactionThroughput(views['compaction-throughput'](from), from.life.release),
  'getcompactionthroughput -d': (from) =>
    sayCompactionThroughput(views['compaction-throughput'](from), from.life.release, '-d'),
  [`sjk mxdump -q ${sstableCountQuery}`]: (from) =>
    saySSTableCounts(views['sstable-counts'](from), from.life.release),
  [`sjk mxdump -q ${abortedQuery}`]: (from) =>
    sayAbortedCompactions(views['aborted-compactions'](from), from.life.release),
  [`sjk mxdump -q ${runtimeQuery}`]: (from) =>
    sayJavaProcess(views['java-process'](from), from.life.release),
  [threadPrintCommand]: (from) =>
    sayThreadDump(views['compaction-stacks'](from), from.life.release),
  statusbinary: ({ life, now }) => printed(answersCql(life, now) ? 'running\n' : 'not running\n'),
  proxyhistograms: (from) =>
    printed(sayProxyHistograms(views['client-requests'](from), from.life.release)),
  describecluster: (from) => {
    const keyspaces = from.state.keyspaces.map(
      ({ name, replication }) => [name, replicationText(replication)] as const,
    );
    const decorations = { keyspaces: Object.fromEntries(keyspaces) };
    return printed(sayDescribeCluster(views.describecluster(from), from.life.release, decorations));
  },
};

/** Each has every table. */
function snapshotsOf(
  { keyspaces }: ClusterState,
  { snapshots = [] }: SimulatedNode,
): readonly SnapshotRow[] {
  return snapshots.flatMap((name) => [
    { name, keyspace: 'system', table: 'local' },
    ...keyspaces.flatMap(({ name: keyspace, tables }) =>
      tables.map((table) => ({ name, keyspace, table })),
    ),
  ]);
}

function describeRing(keyspace: string | undefined): Say {
  return ({ state, node, life, now }) => {
    const ring = ringsOf(state).find((each) => each.keyspace.name === keyspace);
    if (!ring) {
      const why = `The keyspace ${keyspace ?? ''}, does not exist`;
      const frame = 'org.apache.cassandra.service.StorageService.describeRing';
      return sayError(why, 'java.lang.IllegalArgumentException', frame);
    }
    const schemaVersion = schemaVersionOf(state, node, life.release, now);
    return printed(sayDescribeRing(ring.ranges, { schemaVersion }));
  };
}

function replicationText(replication: Replication): string {
  switch (replication.kind) {
    case 'local':
      return 'LocalStrategy {}';
    case 'simple':
      return `SimpleStrategy {replication_factor=${replication.rf}}`;
    case 'network': {
      const parts = Object.entries(replication.rfByDc).map(([dc, rf]) => `${dc}=${rf}`);
      return `NetworkTopologyStrategy {${parts.join(', ')}}`;
    }
    case 'unknown':
      return replication.description;
  }
}
