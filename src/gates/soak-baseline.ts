import { printable } from '../model/printable.ts';
import {
  latencies,
  type Latency,
  type SoakBaseline,
  type SoakSample,
  type Usual,
} from '../model/soak.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import type { Seen } from '../model/seen.ts';
import { usualOf } from '../rules/soak/block-effects.ts';
import { blockMs } from '../rules/soak/block-rule.ts';
import { enoughPeers, formOf } from '../rules/soak/judge-soak.ts';
import { samplesBeside, samplesOf, ticksOf, type SoakHistory } from './soak-history.ts';
import { whyMissing } from './verdict.ts';

export const soakBaselineGate = 'soak-baseline';

/** What a soak will compare with, or what is waited for until it is known. */
export type BaselineVerdict =
  | { readonly kind: 'ready'; readonly baseline: SoakBaseline; readonly note: string }
  | { readonly kind: 'wait'; readonly reason: string };

export interface BaselineView {
  readonly history: SoakHistory;
  readonly node: string;
  /** Those it is to be compared with. */
  readonly peers: readonly string[];
  /** What the node said at the newest look. */
  readonly newest: Seen<unknown> | undefined;
  readonly now: Instant;
  readonly limits: Limits;
  /** True: waited for long enough; a third of the looks must do. */
  readonly isLast: boolean;
}

/**
 * Judged before a node is stopped. Looks of the last hour count, at a baseline of half an hour, for none is
 * made while another node is down or starts. Without any answer it never is ready.
 */
export function judgeBaseline(view: BaselineView): BaselineVerdict {
  const { newest, peers, isLast } = view;
  if (newest?.kind === 'missing' && newest.why === 'unsupported') return unsupported(newest.detail);
  const seen = seenOf(view);
  const { own, beside, wanted, fewest } = seen;
  const isEnough = own.length >= wanted && beside.length >= Math.min(enoughPeers, peers.length);
  if (isEnough || (isLast && own.length >= fewest)) return ready(usualIn(view, seen), own.length);
  return wait(view, seen);
}

interface SeenBefore {
  readonly since: Instant;
  readonly own: readonly SoakSample[];
  /** Peers that were seen at the same looks often enough. */
  readonly beside: readonly string[];
  readonly isDecayed: boolean;
  readonly wanted: number;
  readonly fewest: number;
}

function seenOf({ history, node, peers, now, limits }: BaselineView): SeenBefore {
  const since = now - 2 * limits.soakBaselineMs;
  const own = samplesOf(history, node).filter(({ at }) => at >= since);
  const isDecayed = [node, ...peers].some(
    (each) => samplesOf(history, each).at(-1)?.isDecayed === true,
  );
  const wanted = Math.floor(limits.soakBaselineMs / paceOf(isDecayed, limits));
  const fewest = Math.ceil(wanted / 3);
  const beside = peers.filter((peer) => seenWith(history, own, peer) >= fewest);
  return { since, own, beside, isDecayed, wanted, fewest };
}

function usualIn(
  { history, node }: BaselineView,
  { since, beside, isDecayed, fewest }: SeenBefore,
): SoakBaseline {
  const comparesPeers = formOf(beside.length) !== 'alone';
  const usual: { [L in Latency]?: Usual } = {};
  for (const latency of latencies) {
    const ticks = ticksOf(history, { node, peers: beside, latency, since });
    const known = usualOf(ticks, fewest, comparesPeers);
    if (known) usual[latency] = known;
  }
  return { peers: beside, isDecayed, usual };
}

function wait(
  { node, peers, newest }: BaselineView,
  { own, beside, wanted }: SeenBefore,
): BaselineVerdict {
  const looks = `${own.length} of ${wanted} looks at latencies of ${node}`;
  const others = `beside ${beside.length} of ${peers.length} peers`;
  const why = newest?.kind === 'seen' ? '' : `; client-requests is missing, ${whyMissing(newest)}`;
  return { kind: 'wait', reason: printable(`${looks}, ${others}${why}`) };
}

/** How often is looked: as often as latencies of their own are told, or once a block. */
export function paceOf(isDecayed: boolean, { tickMs }: Limits): number {
  return isDecayed ? blockMs : tickMs;
}

function seenWith(history: SoakHistory, own: readonly SoakSample[], peer: string): number {
  return samplesBeside(own, samplesOf(history, peer)).filter((sample) => sample !== undefined)
    .length;
}

function unsupported(detail: string): BaselineVerdict {
  const whyNot = `latencies are not told: ${detail}`;
  return {
    kind: 'ready',
    baseline: { peers: [], isDecayed: false, usual: {}, whyNot },
    note: whyNot,
  };
}

function ready(baseline: SoakBaseline, looks: number): BaselineVerdict {
  const known = latencies.filter((latency) => baseline.usual[latency]);
  if (known.length === 0) {
    const whyNot = 'too few requests of clients before the stop to compare latencies';
    return { kind: 'ready', baseline: { ...baseline, whyNot }, note: whyNot };
  }
  const beside = `beside ${baseline.peers.length} peers`;
  return { kind: 'ready', baseline, note: `${looks} looks at ${known.join(' and ')} ${beside}` };
}
