import type { Instant } from './instant.ts';

/** What a coordinator answers clients: the 99th percentile of each is compared. */
export const latencies = ['reads', 'writes'] as const;
export type Latency = (typeof latencies)[number];

export type ByLatency<T> = { readonly [L in Latency]?: T };

/** What was usual of one latency of a node before its stop. */
export interface Usual {
  /** The node less each peer, natural logarithms, in the order of the peers; null: hardly seen together. */
  readonly offsets: readonly (number | null)[];
  /** What is left between the node and the middle of its peers. */
  readonly centre: number;
  /** Looks at which the node itself was seen. */
  readonly ticks: number;
}

/** What a soak compares with: journalled before the stop, for nothing brings it back afterwards. */
export interface SoakBaseline {
  readonly peers: readonly string[];
  /** True: percentiles that hold the minutes before, looked at once a block. */
  readonly isDecayed: boolean;
  /** Of the latencies that clients used. */
  readonly usual: ByLatency<Usual>;
  /** Why nothing is compared, where `usual` is empty. */
  readonly whyNot?: string;
}

/** One node at one look of a comparison. */
export interface SoakSample {
  /** When the look began: the same for all nodes of it. */
  readonly at: Instant;
  /** Natural logarithm of the p99 in ms; absent: too few requests. */
  readonly p99: ByLatency<number>;
  /** True: of the last minutes; false: since the look before. */
  readonly isDecayed: boolean;
  /** Since the node's start; undefined where the way does not tell. */
  readonly counts: { readonly failed: number; readonly requests: number } | undefined;
}
