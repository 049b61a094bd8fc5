import type { Instant } from '../../model/instant.ts';
import { onceForEach } from '../../model/once-for-each.ts';
import type { SourceId, SourceValues } from '../../model/snapshot.ts';
import { hintedHandoff } from '../handoff.ts';
import { modeOf } from '../life.ts';
import type { ClusterState, Life, SimulatedNode } from '../state.ts';
import { clusterDescription, gossipInfo, ringStatus } from './cluster-view.ts';
import * as compaction from './compaction-view.ts';
import * as config from './config-view.ts';
import * as failing from './failing-view.ts';
import { logTail } from './log-view.ts';
import * as machine from './machine-view.ts';
import * as node from './node-view.ts';
import { clientRequests } from './requests-view.ts';
import * as quiet from './quiet-view.ts';

/** Where a reading is taken: on a node in one of its lives, at an instant. */
export interface Standpoint {
  readonly state: ClusterState;
  readonly node: SimulatedNode;
  readonly life: Life;
  readonly now: Instant;
}

/** Nobody answers by JMX here, and nodes have no files; the client's view is the client's own, and a row is an act. */
export type ViewedSource = Exclude<
  SourceId,
  | 'client-view'
  | 'own-row'
  | 'disk-activity'
  | 'write-path'
  | 'garbage-collection'
  | 'client-load'
  | 'client-limits'
  | 'requests-in-hand'
  | 'config-files'
  | 'java-version'
  | 'sstable-files'
>;

type Views = { readonly [S in ViewedSource]: (from: Standpoint) => SourceValues[S] };

/** What every source would say, as a value. */
export const views: Views = {
  status: ({ state, node: viewer, now }) => ringStatus(state, viewer, now),
  gossipinfo: ({ state, node: viewer, now }) => gossipInfo(state, viewer, now),
  describecluster: ({ state, node: viewer, now }) => clusterDescription(state, viewer, now),
  info: ({ state, node: own, life, now }) => ({
    ...node.nodeInfo(own, life, now),
    exceptions: failing.storageExceptions(state, own, life, now),
  }),
  'aborted-compactions': ({ state, node: own, life, now }) =>
    failing.abortedCompactions(state, own, life, now),
  log: ({ state, node: own, life, now }) => logTail(state, own, life, now),
  netstats: ({ life, now }) => ({ mode: modeOf(life, now), streams: [] }),
  compactionstats: ({ state, node: own, now }) => compaction.compactionStats(state, own, now),
  autocompaction: ({ state, node: own, life, now }) =>
    compaction.autoCompaction(state, own, modeOf(life, now) === 'DRAINED'),
  'sstable-counts': ({ node: own, now }) => compaction.sstableCounts(own, now),
  'sstable-tasks': ({ state, node: own, now }) => ({
    tasks: compaction.runningTasks(state, own, now),
  }),
  'disk-usage': ({ node: own }) => compaction.tableDiskUsage(own),
  'compaction-threads': ({ state, node: own, now }) =>
    compaction.compactionThreads(state, own, now),
  'compaction-stacks': ({ state, node: own, now }) => compaction.compactionStacks(state, own, now),
  'compaction-throughput': ({ node: { work } }) => ({
    mebibytesPerSecond: work.throughputMiBPerSecond,
  }),
  tpstats: ({ state, node: own, life, now }) => ({
    pools: node.threadPools(state, own, life, now),
    dropped: node.droppedMessages(own, life, now),
  }),
  'thread-pools': ({ state, node: own, life, now }) => ({
    pools: node.threadPools(state, own, life, now),
    dropped: undefined,
  }),
  'pending-hints': ({ state, node: own, now }) => node.pendingHints(state, own, now),
  'hinted-handoff': ({ state, node: own, life, now }) => hintedHandoff(state, own, life, now),
  'client-requests': ({ state, node: own, now }) => clientRequests(state, own, now),
  'java-process': ({ node: own, life }) => ({ pid: life.pid, host: hostOf(own) }),
  disks: ({ node: own, now }) => node.diskCounters(own, now),
  'process-io': ({ node: own, now }) => node.processIo(own, now),
  'file-systems': ({ state, node: own, now }) => node.fileSystems(state, own, now),
  'cql-local': ({ state, node: own, life, now }) => node.cqlLocal(state, own, life, now),
  'cql-peers': ({ state, node: own, now }) => node.cqlPeers(state, own, now),
  ...machine.views,
  ...quiet.views,
  ...config.views,
  keyspaces: ({ state }) => {
    const known = schemas.get(state.keyspaces) ?? {
      keyspaces: state.keyspaces.map(({ name, replication }) => ({ name, replication })),
    };
    schemas.set(state.keyspaces, known);
    return known;
  },
};

/** Every node says the same. */
const schemas = new WeakMap<ClusterState['keyspaces'], SourceValues['keyspaces']>();

/** Every node has a machine of its own. */
export const hostOf = onceForEach(
  ({ address }: SimulatedNode) => `host-${address.replaceAll(/[.:]/g, '-')}`,
);
