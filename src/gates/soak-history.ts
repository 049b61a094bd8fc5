import type { Instant } from '../model/instant.ts';
import type { ClientRequests, RequestLatency } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { latencies, type Latency, type SoakSample } from '../model/soak.ts';
import { sumOf } from '../model/counts.ts';
import { withoutKey } from '../model/without-key.ts';
import type { Tick } from '../rules/soak/block-effects.ts';
import { p99Between } from '../rules/soak/interval-latency.ts';

interface NodeHistory {
  readonly samples: readonly SoakSample[];
  /** What it said last: the next sample is what came after it. */
  readonly newest: ClientRequests;
}

/** Samples of each node, oldest first, as far back as a baseline reaches. */
export type SoakHistory = ReadonlyMap<string, NodeHistory>;

export const noSoakHistory: SoakHistory = new Map();

/** Nodes that say nothing at this look get no sample of it. */
export function withSoakLook(history: SoakHistory, look: Snapshot, keptMs: number): SoakHistory {
  const isKept = ({ at }: SoakSample) => look.at - at <= keptMs;
  const grown = new Map<string, NodeHistory>();
  for (const [address, before] of history) {
    const newest = before.samples.at(-1);
    // Those that are looked at no more are forgotten: a roll passes a thousand nodes.
    if (newest && isKept(newest)) grown.set(address, before);
  }
  for (const { address, sources } of look.nodes) {
    const reading = valueOf(sources['client-requests']);
    if (!reading) continue;
    const before = history.get(address);
    const samples = (before?.samples ?? []).filter(isKept);
    samples.push(sampleOf(look.at, before?.newest, reading));
    grown.set(address, { samples, newest: reading });
  }
  return grown;
}

/** What a node was before its restart says nothing of it as a peer. */
export function withoutNode(history: SoakHistory, address: string): SoakHistory {
  return withoutKey(history, address);
}

export function samplesOf(history: SoakHistory, address: string): readonly SoakSample[] {
  return history.get(address)?.samples ?? [];
}

function sampleOf(
  at: Instant,
  before: ClientRequests | undefined,
  now: ClientRequests,
): SoakSample {
  const p99: { [L in Latency]?: number } = {};
  for (const latency of latencies) {
    const ms = p99Of(before?.[latency], now[latency]);
    if (ms !== undefined && ms > 0) p99[latency] = Math.log(ms);
  }
  return { at, p99, isDecayed: now.reads.counted === undefined, counts: countsOf(now) };
}

function p99Of(before: RequestLatency | undefined, now: RequestLatency): number | undefined {
  if (!now.counted) return now.p99Ms;
  return before?.counted && p99Between(before.counted, now.counted);
}

function countsOf({ reads, writes }: ClientRequests): SoakSample['counts'] {
  if (!reads.counted || !writes.counted) return undefined;
  const both = [reads.counted, writes.counted];
  return {
    failed: sumOf(both.map(({ failed }) => failed)),
    requests: sumOf(both.map(({ buckets }) => sumOf(buckets))),
  };
}

/** The looks of a node within a time, with what its peers were at the same looks. */
export function ticksOf(
  history: SoakHistory,
  { node, peers, latency, since }: TicksWanted,
): readonly Tick[] {
  const own = samplesOf(history, node).filter(({ at }) => at >= since);
  const others = peers.map((peer) => samplesBeside(own, samplesOf(history, peer)));
  return own.map(({ at, p99 }, look) => ({
    sinceMs: at - since,
    own: p99[latency],
    peers: others.map((samples) => samples[look]?.p99[latency]),
  }));
}

/** What a peer was at each of these looks; undefined: not seen at it. Both are oldest first. */
export function samplesBeside(
  own: readonly SoakSample[],
  others: readonly SoakSample[],
): readonly (SoakSample | undefined)[] {
  let place = others.length - 1;
  const beside = own.toReversed().map(({ at }) => {
    while (place >= 0 && (others[place]?.at ?? at) > at) place -= 1;
    const sample = others[place];
    return sample?.at === at ? sample : undefined;
  });
  return beside.reverse();
}

export interface TicksWanted {
  readonly node: string;
  readonly peers: readonly string[];
  readonly latency: Latency;
  readonly since: Instant;
}

/** What was counted from the first to the last look since then; undefined: not told, or begun anew. */
export function countedSince(
  history: SoakHistory,
  node: string,
  since: Instant,
): { readonly failed: number; readonly requests: number } | undefined {
  const told = samplesOf(history, node).flatMap(({ at, counts }) =>
    at >= since && counts ? [counts] : [],
  );
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last || last.requests < first.requests || last.failed < first.failed)
    return undefined;
  return { failed: last.failed - first.failed, requests: last.requests - first.requests };
}
