import { isAway } from '../model/away.ts';
import type { Instant } from '../model/instant.ts';
import { onceForNewest } from '../model/once-for-newest.ts';
import { peersView } from '../model/peers-view.ts';
import { addressesOf } from '../model/series.ts';
import { nodeOf, type Series, type Snapshot } from '../model/snapshot.ts';

/** That a node was gone for a time, as far as looks show it. */
export interface Outage {
  /** The newest look at which it was. */
  readonly awayAt: Instant;
  /** The first answer over CQL after it; undefined: none came yet. */
  readonly backAt: Instant | undefined;
  /** Its process is another one since. */
  readonly isRestart: boolean;
}

/** The newest outage of the node within the series; undefined: it was there all the time, or nothing shows it. */
export function outageOf(series: Series, node: string): Outage | undefined {
  return outagesOf(series).get(node)?.outage;
}

interface Known {
  readonly outage?: Outage | undefined;
  readonly generation?: number | undefined;
  /** Peers said UP while it was silent: it is the way there. */
  readonly isDenied?: boolean;
}

/** Look by look for all nodes: what peers say at one is worked out once. */
const outagesOf = onceForNewest((series: Series): ReadonlyMap<string, Known> => {
  const known = new Map<string, Known>();
  for (const look of series) {
    const alone = [look];
    for (const node of addressesOf(alone)) {
      known.set(node, knownAfter(known.get(node) ?? {}, look, alone, node));
    }
  }
  return known;
});

/** What was said at this look alone counts: an answer of before says nothing of a node that went since. */
function knownAfter(before: Known, look: Snapshot, alone: Series, node: string): Known {
  const local = nodeOf(look, node)?.sources['cql-local'];
  if (local?.kind === 'seen') return served(before, local.at, local.value.gossipGeneration);
  const { verdict } = peersView(alone, node);
  if (verdict === 'down') return away(before, look.at);
  if (!isAway(alone, node)) return before;
  if (verdict === 'unknown') return before.isDenied ? before : away(before, look.at);
  return verdict === 'up' ? denied(before) : before;
}

function away(before: Known, awayAt: Instant): Known {
  return { ...before, outage: { awayAt, backAt: undefined, isRestart: false } };
}

function denied(before: Known): Known {
  const isOver = before.outage?.backAt !== undefined;
  return { ...before, outage: isOver ? before.outage : undefined, isDenied: true };
}

function served({ outage, generation: last }: Known, at: Instant, generation: number): Known {
  if (last !== undefined && last !== generation) {
    const awayAt = outage && outage.backAt === undefined ? outage.awayAt : at;
    return { outage: { awayAt, backAt: at, isRestart: true }, generation };
  }
  return { outage: outage && { ...outage, backAt: outage.backAt ?? at }, generation };
}
