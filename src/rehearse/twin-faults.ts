import { groupBy } from '../model/group-by.ts';
import { peersView } from '../model/peers-view.ts';
import { addressesOf, latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import type { Fault } from '../simulate/fault.ts';

/** Disagreement that was seen, as faults that last. */
export function faultsSeen(series: Series): readonly Fault[] {
  return [
    ...schemaFaults(series),
    ...addressesOf(series).flatMap((node) => viewFaults(series, node)),
  ];
}

/** Among nodes of one release those whose schema is not that of the most have one of their own. */
function schemaFaults(series: Series): readonly Fault[] {
  const locals = addressesOf(series).flatMap((node) => {
    const local = latestValue(series, node, 'cql-local');
    return local ? [{ node, release: local.releaseVersion, version: local.schemaVersion }] : [];
  });
  return [...groupBy(locals, ({ release }) => release).values()].flatMap((alike) => {
    const byVersion = [...groupBy(alike, ({ version }) => version).values()];
    const [, ...others] = byVersion.toSorted((a, b) => b.length - a.length);
    return others.flat().map(({ node }) => ({ kind: 'schema-differs' as const, node }));
  });
}

/** Peers that see the node otherwise than the most. */
function viewFaults(series: Series, node: string): readonly Fault[] {
  const { verdict, up, down } = peersView(series, node);
  switch (verdict) {
    case 'down':
      return up.map((viewer) => ({ kind: 'stale-up', node, viewer }));
    case 'up':
    case 'split':
      return down.map((viewer) => ({ kind: 'seen-down', node, viewer }));
    case 'absent':
    case 'unknown':
      return [];
  }
}
