import type { Detector } from '../model/detector.ts';
import type { Detection } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import type { Series } from '../model/snapshot.ts';
import { blockedStages } from './blocked-stages.ts';
import { clientErrors } from './client-errors.ts';
import { clockSkew } from './clock-skew.ts';
import { compactionTrend } from './compaction-trend.ts';
import { cpuThrottling } from './cpu-throttling.ts';
import { diskSpace } from './disk-space.ts';
import { droppedMutations } from './dropped-mutations.ts';
import { gcPauses } from './gc-pauses.ts';
import { gossipDisagreement } from './gossip-disagreement.ts';
import { guardrails } from './guardrails.ts';
import { heldBackClients } from './held-back-clients.ts';
import { hintedHandoff } from './hinted-handoff.ts';
import { ioSpike } from './io-spike.ts';
import { memoryLimit } from './memory-limit.ts';
import { mixedReleases } from './mixed-releases.ts';
import { nodeDown } from './node-down.ts';
import { overFindings } from './over.ts';
import { partitions } from './partitions.ts';
import { pendingHints } from './pending-hints.ts';
import { ringChange } from './ring-change.ts';
import { schemaDisagreement } from './schema-disagreement.ts';
import { stalledCompaction } from './stalled-compaction.ts';
import { stuckRepairs } from './stuck-repairs.ts';
import { tableLatency } from './table-latency.ts';
import { unseen } from './unseen.ts';
import { writePath } from './write-path.ts';

/** Every detector, in the order in which reports list them. */
export const detectors: readonly Detector[] = [
  nodeDown,
  ringChange,
  gossipDisagreement,
  mixedReleases,
  schemaDisagreement,
  stalledCompaction,
  compactionTrend,
  ioSpike,
  writePath,
  gcPauses,
  cpuThrottling,
  memoryLimit,
  blockedStages,
  droppedMutations,
  pendingHints,
  hintedHandoff,
  heldBackClients,
  guardrails,
  diskSpace,
  stuckRepairs,
  tableLatency,
  partitions,
  clockSkew,
  clientErrors,
  unseen,
];

export function detectAll(series: Series, limits: Limits): readonly Detection[] {
  return detectors.map((detector) => detector.detect(series, limits));
}

/** The same, and what was so earlier in that time and is over. */
export function detectOverTime(series: Series, limits: Limits): readonly Detection[] {
  const detections = detectAll(series, limits);
  const now = detections.flatMap(({ findings }) => findings);
  const over = overFindings(series, detectors, limits, now);
  return detections.map((one) => ({
    ...one,
    findings: [...one.findings, ...over.filter(({ detector }) => detector === one.detector)],
  }));
}
