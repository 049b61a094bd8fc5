import type { Instant } from '../../model/instant.ts';
import type {
  CqlLocal,
  CqlPeers,
  DiskCounters,
  FileSystems,
  NodeInfo,
  PendingHints,
  ProcessIo,
  ThreadPools,
} from '../../model/readings.ts';
import { onceForEach } from '../../model/once-for-each.ts';
import { rememberLast } from '../../model/remember-last.ts';
import { heardOf } from '../hearing.ts';
import { answersCql, gossips, hasRun } from '../life.ts';
import { isFrom } from '../say/release.ts';
import { schemaVersionOf } from '../schema-version.ts';
import type { ClusterState, Life, SimulatedNode } from '../state.ts';
import { hintFiles, pendingTasks, runningCompactions, usedBytes, valueOf } from '../work.ts';

export function nodeInfo(node: SimulatedNode, life: Life, now: Instant): NodeInfo {
  return {
    hostId: life.hostId,
    gossipActive: gossips(life, now),
    nativeTransportActive: answersCql(life, now),
    // Without gossip there is none.
    generation: gossips(life, now) ? life.generation : 0,
    uptimeSeconds: Math.floor((now - life.startedAt) / 1_000),
    heapUsedMiB: 200,
    heapMaxMiB: 512,
    dc: life.dc,
    rack: life.rack,
    exceptions: 0,
  };
}

export function cqlLocal(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): CqlLocal {
  const schemaVersion = schemaVersionOf(state, node, life.release, now);
  const known = locals.get(life);
  if (known?.schemaVersion === schemaVersion && known.clusterName === state.name) return known;
  const isAll = life.tokenCount >= node.tokens.length;
  const local = {
    releaseVersion: life.release,
    hostId: life.hostId,
    broadcastAddress: node.address,
    dc: life.dc,
    rack: life.rack,
    schemaVersion,
    gossipGeneration: life.generation,
    clusterName: state.name,
    bootstrapped: 'COMPLETED',
    tokenCount: life.tokenCount,
    tokens: isAll ? node.tokens : node.tokens.slice(0, life.tokenCount),
  };
  locals.set(life, local);
  return local;
}

/** It stays as it is for as long as the node lives, but for the schema. */
const locals = new WeakMap<Life, CqlLocal>();

export function cqlPeers(state: ClusterState, viewer: SimulatedNode, now: Instant): CqlPeers {
  const peers = state.nodes
    .filter((node) => node !== viewer && hasRun(node))
    .map((node) => {
      const life = heardOf(state, viewer, node, now)?.life ?? node.lives[0];
      return {
        address: node.address,
        hostId: life?.hostId,
        releaseVersion: life?.release,
        schemaVersion: life && schemaVersionOf(state, node, life.release, now),
      };
    });
  return { peers };
}

export function pendingHints(
  state: ClusterState,
  holder: SimulatedNode,
  now: Instant,
): PendingHints {
  return hintsFor(state.nodes, state, holder, now);
}

/** The same where only `nodes` may have any. */
export function hintsFor(
  nodes: readonly SimulatedNode[],
  state: ClusterState,
  holder: SimulatedNode,
  now: Instant,
): PendingHints {
  const targets = nodes.flatMap((node) => {
    const files = hintFiles(state, holder, node, now);
    return files > 0 ? [{ hostId: node.hostId, address: node.address, files }] : [];
  });
  if (targets.length === 0) return noHints;
  return { targets };
}

const noHints: PendingHints = { targets: [] };

/** They are told twice, by nodetool and by a table. */
export const threadPools = rememberLast(toPools);

function toPools(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): ThreadPools['pools'] {
  const seconds = Math.floor((now - life.startedAt) / 1_000);
  const active = runningCompactions(state, node, now).length;
  const idle = { active: 0, pending: 0, blocked: 0, allTimeBlocked: 0 };
  return [
    { name: 'ReadStage', ...idle, completed: seconds * 50 },
    { name: 'MutationStage', ...idle, completed: seconds * 50 },
    {
      name: 'CompactionExecutor',
      ...idle,
      active,
      pending: pendingTasks(state, node, now) - active,
      completed: Math.floor(seconds / 30),
    },
    { name: 'Native-Transport-Requests', ...idle, completed: seconds * 50 },
    { name: 'GossipStage', ...idle, completed: seconds * 3 },
    { name: 'MemtableFlushWriter', ...idle, completed: Math.floor(seconds / 60) },
  ];
}

/** Every type is listed, dropped or not. The names changed with 4.0. */
export function droppedMessages({ work }: SimulatedNode, life: Life, now: Instant) {
  return messageNames(life).map(([type, message]) => {
    const counter = work.dropped[type];
    // Counters begin anew with the process.
    const count = counter ? valueOf(counter, now) - valueOf(counter, life.startedAt) : 0;
    return { message, count };
  });
}

const messageNames = onceForEach(({ release }: Life) => {
  const isOld = !isFrom(release, 4, 0);
  return (['READ', 'MUTATION', 'HINT'] as const).map(
    (type) => [type, isOld ? type : `${type}_REQ`] as const,
  );
});

export function diskCounters({ work }: SimulatedNode, now: Instant): DiskCounters {
  const { device, read, written } = work.disk;
  const [readBytes, writtenBytes] = [valueOf(read, now), valueOf(written, now)];
  const [reads, writes] = [Math.floor(readBytes / 16_384), Math.floor(writtenBytes / 65_536)];
  const readMs = reads;
  const writeMs = writes * 2;
  return {
    devices: [
      {
        name: device,
        reads,
        readBytes: sectors(readBytes),
        readMs,
        writes,
        writtenBytes: sectors(writtenBytes),
        writeMs,
        ioMs: Math.floor((readMs + writeMs) / 2),
        weightedIoMs: readMs + writeMs,
      },
    ],
  };
}

/** Nobody else uses the disk of a node. */
export function processIo({ work }: SimulatedNode, now: Instant): ProcessIo {
  const { read, written } = work.disk;
  return {
    readBytes: sectors(valueOf(read, now)),
    writtenBytes: sectors(valueOf(written, now)),
  };
}

/** The kernel counts sectors of 512 bytes. */
function sectors(bytes: number): number {
  return Math.floor(bytes / 512) * 512;
}

export function fileSystems(state: ClusterState, node: SimulatedNode, now: Instant): FileSystems {
  const { device, totalBytes } = node.work.disk;
  const available = totalBytes - usedBytes(state, node, now);
  return {
    mounts: [
      {
        device: `/dev/${device}`,
        mount: '/var/lib/cassandra',
        totalBytes: kibibytes(totalBytes),
        availableBytes: kibibytes(available),
      },
    ],
  };
}

/** `df -k` */
function kibibytes(bytes: number): number {
  return Math.floor(bytes / 1024) * 1024;
}
