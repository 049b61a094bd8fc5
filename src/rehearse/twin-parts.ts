import type { Plan, PlannedNode } from '../model/plan.ts';
import type { Series, Snapshot } from '../model/snapshot.ts';
import type { SimulatedKeyspace } from '../simulate/state.ts';

/** What was seen of a cluster. */
export interface Sight {
  readonly series: Series;
  /** After it, what changes seldom: replica sets, keyspaces, sizes of tables. */
  readonly standing: Snapshot;
}

/** Everything that a node of the twin is made of. */
export interface TwinParts {
  readonly plan: Plan;
  readonly node: PlannedNode;
  /** Both parts of the sight; the twin begins with its newest look. */
  readonly seen: Series;
  readonly keyspaces: readonly SimulatedKeyspace[];
  /** Hint files by target, then by the peer that keeps them. */
  readonly hints: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly seed: number;
}
