import type { GateView } from '../../src/model/gate.ts';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import {
  first,
  healthySnapshot,
  healthyView,
  second,
  seen,
  third,
  withSource,
} from './healthy-view.ts';

/** The healthy view with these keyspaces, each node's schema as well. */
export function withRings(
  rings: readonly KeyspaceRing[],
  change: Partial<GateView> = {},
): GateView {
  const listed = seen({ keyspaces: rings.map(({ keyspace }) => keyspace) });
  const snapshot = [first, second, third].reduce(
    (so, address) => withSource(so, address, 'keyspaces', listed),
    healthySnapshot,
  );
  return { ...healthyView, snapshot, rings, ...change };
}
