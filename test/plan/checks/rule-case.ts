import type { SourceId } from '../../../src/model/snapshot.ts';
import type { Answers, RuleWorld } from './rule-world.ts';

/** How one rule is seen to fire, to be silent, and not to know. */
export interface RuleCase {
  /** Default: 4.1.10 to 5.0.8. */
  readonly hop?: Pick<RuleWorld, 'from' | 'to' | 'loggedIn'>;
  /** What the first node says when the rule is broken; of release rules nothing, the hop breaks them. */
  readonly broken: Answers;
  readonly says: readonly string[];
  /** Answers, or a hop, with which it holds where the healthy cluster is no example. */
  readonly holds?: Answers;
  readonly holdsAt?: Pick<RuleWorld, 'from' | 'to' | 'loggedIn'>;
  /** The source without which it cannot tell; absent: the release alone decides. */
  readonly silent?: SourceId;
}
