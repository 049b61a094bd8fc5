import fc from 'fast-check';
import type { NodeInfo } from '../../../src/model/readings.ts';
import { counts, hundredths, places, uuids } from './names.ts';

export function nodeInfos(): fc.Arbitrary<NodeInfo> {
  return fc.record({
    hostId: uuids,
    gossipActive: fc.boolean(),
    nativeTransportActive: fc.boolean(),
    generation: counts,
    uptimeSeconds: counts,
    heapUsedMiB: hundredths(100_000),
    heapMaxMiB: hundredths(100_000),
    dc: places,
    rack: places,
    exceptions: counts,
  });
}
