import { peersView } from '../model/peers-view.ts';
import { addressesOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';

/** Nodes that peers do not see down; without peers, those that answer. */
export function liveNodes(series: Series): readonly string[] {
  return addressesOf(series).filter((node) => {
    const { verdict } = peersView(series, node);
    return verdict === 'up' || verdict === 'split' || verdict === 'unknown';
  });
}
