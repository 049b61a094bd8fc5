import type { Detector } from '../model/detector.ts';
import type { Detection } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import type { Series } from '../model/snapshot.ts';
import { clientErrors } from './client-errors.ts';
import { diskSpace } from './disk-space.ts';
import { droppedMutations } from './dropped-mutations.ts';
import { gossipDisagreement } from './gossip-disagreement.ts';
import { ioSpike } from './io-spike.ts';
import { nodeDown } from './node-down.ts';
import { pendingHints } from './pending-hints.ts';
import { schemaDisagreement } from './schema-disagreement.ts';
import { stalledCompaction } from './stalled-compaction.ts';
import { unseen } from './unseen.ts';

/** Every detector, in the order in which reports list them. */
export const detectors: readonly Detector[] = [
  nodeDown,
  gossipDisagreement,
  schemaDisagreement,
  stalledCompaction,
  ioSpike,
  droppedMutations,
  pendingHints,
  diskSpace,
  clientErrors,
  unseen,
];

export function detectAll(series: Series, limits: Limits): readonly Detection[] {
  return detectors.map((detector) => detector.detect(series, limits));
}
