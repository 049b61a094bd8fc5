import type { MissingSource, NotJudged, Severity } from './finding.ts';
import type { LifeEvent, Lives } from './finding-life.ts';
import type { Instant } from './instant.ts';
import type { MetricRing } from './metric-ring.ts';
import type { PeersView } from './peers-view.ts';
import type { SignalId } from './signal.ts';

/** What is known after a look of a watch. */
export interface Watched {
  /** When the look began. */
  readonly at: Instant;
  readonly looks: number;
  readonly nodes: readonly WatchedNode[];
  readonly lives: Lives;
  /** What this look changed. */
  readonly events: readonly LifeEvent[];
  readonly missing: readonly MissingSource[];
  /** What an old version or a closed door keeps from being judged, or too short a time so far. */
  readonly notJudged: readonly NotJudged[];
}

export interface WatchedNode {
  readonly address: string;
  readonly peersSay: PeersView['verdict'];
  /** A value for each look. */
  readonly rings: Readonly<Record<SignalId, MetricRing>>;
}

/** What it is that is watched. */
export interface WatchHead {
  readonly toolVersion: string;
  readonly cluster: string;
  readonly tickMs: number;
  readonly nodes: number;
  readonly failOn: Severity;
}

/** What a watch comes to. */
export interface WatchSummary {
  readonly from: Instant;
  readonly until: Instant;
  readonly looks: number;
  readonly opened: number;
  readonly closed: number;
  /** At or above --fail-on at some time: the first of them, and how many more there were, each once. */
  readonly failing: readonly FailingFinding[];
  readonly failingMore: number;
  /** Answers missing at the end. */
  readonly missing: readonly MissingSource[];
  /** Detectors that could not judge at the end. */
  readonly notJudged: readonly NotJudged[];
}

export interface FailingFinding {
  readonly key: string;
  readonly worst: Severity;
  /** The first time. */
  readonly openedAt: Instant;
  /** How often it opened. */
  readonly times: number;
  readonly isOpen: boolean;
}
