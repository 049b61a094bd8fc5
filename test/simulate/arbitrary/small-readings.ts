import fc from 'fast-check';
import type {
  CompactionThroughput,
  AbortedCompactions,
  HintedHandoff,
  ClientRequests,
  JavaProcess,
  PendingHints,
} from '../../../src/model/readings.ts';
import { isFrom } from '../../../src/simulate/say/release.ts';
import { addresses, counts, uuids } from './names.ts';

/** Whole numbers up to 4.0, then any number of KiB a second. */
export function compactionThroughputs(release: string): fc.Arbitrary<CompactionThroughput> {
  const whole = fc.integer({ min: 0, max: 100_000 });
  const exact = fc.integer({ min: 0, max: 100_000 }).map((kibibytes) => kibibytes / 1024);
  const rates = isFrom(release, 4, 1) ? fc.oneof(whole, exact) : whole;
  return fc.record({ mebibytesPerSecond: rates });
}

export function abortedCompactions(): fc.Arbitrary<AbortedCompactions> {
  return fc.record({ aborted: counts, reduced: counts });
}

/** The window is what only tables tell, and datacenters what nobody tells before 3.0. */
export function handoffs(
  release: string,
  window: fc.Arbitrary<number | undefined>,
): fc.Arbitrary<HintedHandoff> {
  const names = fc.uniqueArray(fc.constantFrom('dc1', 'eu-west', 'a b', 'DC.3'));
  return fc.record({
    isEnabled: fc.boolean(),
    disabledDcs: isFrom(release, 3, 0) ? names : fc.constant(undefined),
    windowMs: window,
  });
}

/** As nodetool tells them. */
export function clientRequests(): fc.Arbitrary<ClientRequests> {
  const latency = fc
    .integer({ min: 0, max: 10_000_000 })
    .map((micros) => ({ p99Ms: micros / 1_000, counted: undefined }));
  return fc.record({ reads: latency, writes: latency });
}

export function javaProcesses(): fc.Arbitrary<JavaProcess> {
  return fc.record({
    pid: counts,
    host: fc.constantFrom('db1', 'db1.example.com', 'a@b', '"quoted"'),
  });
}

/** A target that gossip has forgotten has no address: `?`. */
export function pendingHints(): fc.Arbitrary<PendingHints> {
  const target = fc.record({
    hostId: uuids,
    address: fc.oneof(addresses, fc.constant('?')),
    files: counts,
  });
  return fc.record({ targets: fc.uniqueArray(target, { selector: ({ hostId }) => hostId }) });
}
