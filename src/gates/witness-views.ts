import type { GateView } from '../model/gate.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { whyMissing } from './verdict.ts';
import { witnesses } from './witnesses.ts';

/** The ring as the other nodes see it, each for itself. */
export interface WitnessViews {
  readonly views: readonly { readonly peer: string; readonly rows: readonly RingStatusRow[] }[];
  /** Peers that should have a view and gave none. */
  readonly missing: readonly { readonly peer: string; readonly why: string }[];
  /** Addresses that at least one peer does not see up. */
  readonly notUp: ReadonlySet<string>;
}

/** Several gates ask the same of one look. */
const remembered = new WeakMap<GateView, WitnessViews>();

/** `nodetool status` of every witness of the subject; its own view of itself does not count. */
export function witnessViews(view: GateView): WitnessViews {
  const known = remembered.get(view);
  if (known) return known;
  const views = toViews(view);
  remembered.set(view, views);
  return views;
}

function toViews(view: GateView): WitnessViews {
  const peers = witnesses(view.subject.address, view.members, view.rings);
  const asked = peers.map((peer) => ({
    peer,
    seen: nodeOf(view.snapshot, peer)?.sources.status,
  }));
  const views = asked.flatMap(({ peer, seen }) => {
    const status = valueOf(seen);
    return status ? [{ peer, rows: status.rows }] : [];
  });
  const missing = asked
    .filter(({ seen }) => valueOf(seen) === undefined)
    .map(({ peer, seen }) => ({ peer, why: whyMissing(seen) }));
  const notUp = new Set(
    views
      .flatMap(({ rows }) => rows.filter((row) => row.liveness !== 'up'))
      .map((row) => row.address),
  );
  return { views, missing, notUp };
}

/** Witnesses that no other witness sees down: those whose word about the subject is needed. */
export function livePeers(view: GateView): readonly string[] {
  const { notUp } = witnessViews(view);
  return witnesses(view.subject.address, view.members, view.rings).filter(
    (peer) => !notUp.has(peer),
  );
}
