import type { Instant } from '../model/instant.ts';
import { onceForEach } from '../model/once-for-each.ts';
import { chance, uuidOf } from './chance.ts';
import type { FaultOf } from './fault.ts';
import { departureOf, hasRestarted, lifeAt } from './life.ts';
import { hintWindowMs, keepsHints } from './handoff.ts';
import { faultOn, faultsOf } from './node-faults.ts';
import {
  nodeOf,
  type ClusterState,
  type Compaction,
  type Counter,
  type SimulatedNode,
} from './state.ts';

export function valueOf({ since, base, perSecond }: Counter, now: Instant): number {
  return Math.floor(base + (Math.max(0, now - since) * perSecond) / 1_000);
}

/** Bytes a compaction has worked off. */
export function completedBytes(task: Compaction, now: Instant): number {
  const until = Math.min(now, task.frozenAt ?? now);
  const moved = (Math.max(0, until - task.startedAt) * task.bytesPerSecond) / 1_000;
  return Math.min(task.totalBytes, Math.floor((task.doneBytes ?? 0) + moved));
}

/** Compactions end with their last byte and with the process. */
export function runningCompactions(
  state: ClusterState,
  node: SimulatedNode,
  now: Instant,
): readonly Compaction[] {
  const fault = faultOn(state, 'compaction-stalls', node.address, now);
  const { compactions } = node.work;
  // As on nearly every node, and each look asks several times.
  const rewriting = rewritesOf(state, node, now);
  if (!fault && compactions.length === 0 && rewriting.length === 0) return compactions;
  const begun = lifeAt(node, now)?.startedAt ?? Number.POSITIVE_INFINITY;
  const stalled = fault ? [stalledCompaction(state, node, fault.from ?? begun)] : [];
  return [...compactions, ...stalled, ...rewriting].filter(
    (task) =>
      task.startedAt <= now &&
      task.startedAt >= begun &&
      completedBytes(task, now) < task.totalBytes,
  );
}

/** One table after the other; each is done with its share of the time. */
function rewritesOf(
  { seed }: ClusterState,
  node: SimulatedNode,
  now: Instant,
): readonly Compaction[] {
  const rewrite = lifeAt(node, now)?.rewrite;
  if (!rewrite || rewrite.doneAt <= now) return [];
  const { sstables, throughputMiBPerSecond } = node.work;
  const bytesPerSecond = throughputMiBPerSecond * 1024 ** 2;
  let startedAt = rewrite.begunAt;
  return sstables.map(({ keyspace, table, bytes }) => {
    const task = {
      ...{ id: uuidOf(seed, node.address, 'rewrite', startedAt), kind: 'Upgrade sstables' },
      ...{ keyspace, table, startedAt, totalBytes: bytes, bytesPerSecond },
    };
    startedAt += rewriteMs(bytes, throughputMiBPerSecond);
    return task;
  });
}

/** How long a table is rewritten at that rate. */
export function rewriteMs(bytes: number, mebibytesPerSecond: number): number {
  return Math.ceil((bytes / 1024 ** 2 / Math.max(1, mebibytesPerSecond)) * 1_000);
}

function stalledCompaction(
  { seed, keyspaces }: ClusterState,
  { address }: SimulatedNode,
  startedAt: Instant,
): Compaction {
  const own = keyspaces.find(({ name }) => !name.startsWith('system')) ?? keyspaces[0];
  return {
    id: uuidOf(seed, address, 'stalled', startedAt),
    kind: 'Compaction',
    keyspace: own?.name ?? 'system',
    table: own?.tables[0] ?? 'local',
    startedAt,
    totalBytes: 2 * 1024 ** 3,
    bytesPerSecond: 16 * 1024 ** 2,
    frozenAt: startedAt + 1_000,
  };
}

export function pendingTasks(state: ClusterState, node: SimulatedNode, now: Instant): number {
  const backlog = faultOn(state, 'backlog-after-start', node.address, now);
  const more = backlog && hasRestarted(node) ? backlog.pendingTasks : 0;
  return node.work.pendingTasks + runningCompactions(state, node, now).length + more;
}

/** A file of hints is closed every ten seconds (hints_flush_period); a peer replays five a second. */
const hintFileMs = 10_000;
const replayFileMs = 200;
/**
 * Hint files that `holder` keeps for `target`: they grow while it hears the target down, for at most
 * three hours (max_hint_window), and go once it hears it up again. One that kept none when the target left
 * has none of it.
 */
export function hintFiles(
  state: ClusterState,
  holder: SimulatedNode,
  target: SimulatedNode,
  now: Instant,
): number {
  if (holder === target || !hasSharedData(state)) return 0;
  const gap = lastGap(target, now);
  const isKept = faultOn(state, 'hints-stay', target.address, now) !== undefined;
  const kept = firstHintsLeft(target, holder, isKept ? 0 : (gap?.from ?? now));
  if (!gap) return kept;
  const collected = kept + collectedIn(gap, state, holder, now);
  if (gap.until === undefined || isKept) return Math.max(0, collected);
  const keptUntil = faultsOf(state, 'hints-stay')
    .filter(({ node, until = 0 }) => node === target.address && until <= now)
    .map(({ until = 0 }) => until);
  const replayedMs = now - Math.max(gap.until, ...keptUntil);
  return Math.max(0, collected - Math.floor(replayedMs / replayFileMs));
}

function collectedIn(
  { from, until }: Gap,
  state: ClusterState,
  holder: SimulatedNode,
  now: Instant,
): number {
  if (!keepsHints(state, holder, from)) return 0;
  const downMs = Math.min((until ?? now) - from, hintWindowMs);
  // Not every peer coordinates a write in every ten seconds.
  return Math.ceil((downMs / hintFileMs) * chance(state.seed, holder.address, 'hints'));
}

/** Of those it was first seen with: they are handed over while it is up. */
function firstHintsLeft(
  { firstHints }: SimulatedNode,
  { address }: SimulatedNode,
  upUntil: Instant,
): number {
  if (!firstHints) return 0;
  const { at, files } = firstHints;
  return Math.max(0, (files[address] ?? 0) - Math.floor(Math.max(0, upUntil - at) / replayFileMs));
}

/** When even a peer that kept as many as can be has handed over its hints; never, while it is away. */
export const hintsGoneFrom = onceForEach(lastReplay);

function lastReplay(target: SimulatedNode): Instant {
  const { at = Number.NEGATIVE_INFINITY, files = {} } = target.firstHints ?? {};
  const firstMs = Math.max(0, ...Object.values(files)) * replayFileMs;
  const gap = lastGap(target, Number.POSITIVE_INFINITY);
  if (!gap) return at + firstMs;
  if (gap.until === undefined) return Number.POSITIVE_INFINITY;
  const downMs = Math.min(gap.until - gap.from, hintWindowMs);
  return Math.max(at, gap.until + Math.ceil(downMs / hintFileMs) * replayFileMs) + firstMs;
}

function hasSharedData({ keyspaces }: ClusterState): boolean {
  return keyspaces.some(({ name, replication }) => {
    return replication.kind !== 'local' && !name.startsWith('system');
  });
}

/** From the last end of the process until it gossips again. */
interface Gap {
  readonly from: Instant;
  readonly until: Instant | undefined;
}

function lastGap(node: SimulatedNode, now: Instant): Gap | undefined {
  const ended = node.lives.findLast(({ end }) => end !== undefined && end.at <= now);
  if (!ended?.end) return undefined;
  const from = departureOf(ended)?.at ?? ended.end.at;
  const next = node.lives.find(({ startedAt }) => startedAt >= (ended.end?.at ?? 0));
  const back = next?.gossipAt;
  return { from, until: back !== undefined && back <= now ? back : undefined };
}

export function usedBytes(
  state: ClusterState,
  { address, work }: SimulatedNode,
  now: Instant,
): number {
  const { used, totalBytes } = work.disk;
  const fault = faultOn(state, 'disk-fills', address, now);
  const more = fault ? ((now - (fault.from ?? used.since)) * fault.bytesPerSecond) / 1_000 : 0;
  return Math.min(totalBytes, Math.floor(valueOf(used, now) + more));
}

/** From the fault's begin until no more than this share of the disk is free. */
export function msUntilFull(
  state: ClusterState,
  { node: address, from, bytesPerSecond }: FaultOf<'disk-fills'>,
  freeShare: number,
): number {
  const node = nodeOf(state, address);
  if (!node) return 0;
  const { used, totalBytes } = node.work.disk;
  const room = totalBytes * (1 - freeShare) - valueOf(used, from ?? state.at);
  return Math.max(0, (room / bytesPerSecond) * 1_000);
}
