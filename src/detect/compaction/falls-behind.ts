import { nodetoolOn, type Advice } from '../../model/advice.ts';
import type { Evidence } from '../../model/finding.ts';
import { growthOf, sstableSamples, type NodeCompactions } from './node-compactions.ts';
import type { TaskTrack } from './task-track.ts';

/** Pending tasks or SSTables of the table that only grew while it ran. */
export function fallsBehind(track: TaskTrack, on: NodeCompactions): readonly Evidence[] {
  const { keyspace, table } = track.task;
  const pending = on.looks.flatMap(({ at, value }) =>
    value.pending === undefined ? [] : [{ at, value: value.pending }],
  );
  const sstables = sstableSamples(on.series, on.node, keyspace, table);
  const pendingGrew = growthOf(pending) > 0 && neverFell(pending);
  const sstablesGrew = growthOf(sstables) >= on.limits.sstableGrowth;
  return [
    ...(pendingGrew ? [{ what: 'pending compactions grew', samples: pending }] : []),
    ...(sstablesGrew ? [{ what: 'SSTables grew', samples: sstables }] : []),
  ];
}

function neverFell(samples: readonly { readonly value: number }[]): boolean {
  return samples.every(({ value }, i) => value >= (samples[i - 1]?.value ?? 0));
}

/** Raised only where work piles up. */
export function throttleAdvice({ node }: NodeCompactions, isBehind: boolean): readonly Advice[] {
  return [
    nodetoolOn(node, 'getcompactionthroughput'),
    ...(isBehind ? [nodetoolOn(node, 'setcompactionthroughput', 'MIB_PER_S')] : []),
  ];
}
