import fc from 'fast-check';
import type { GossipInfo } from '../../../src/model/readings.ts';
import { addresses, counts, maybe, places, releases, uuids } from './names.ts';

const statuses = 'NORMAL shutdown LEFT LEAVING BOOT BOOT_REPLACE removed hibernate MOVING'.split(
  ' ',
);

export function gossipInfos(): fc.Arbitrary<GossipInfo> {
  const endpoint = fc.record({
    address: addresses,
    generation: counts,
    status: maybe(fc.constantFrom(...statuses)),
    schema: maybe(uuids),
    dc: maybe(places),
    rack: maybe(places),
    releaseVersion: maybe(fc.constantFrom(...releases)),
    netVersion: maybe(fc.integer({ min: 8, max: 14 })),
    hostId: maybe(uuids),
    rpcReady: maybe(fc.boolean()),
  });
  return fc
    .uniqueArray(fc.tuple(endpoint, counts), {
      selector: ([{ address }]) => address,
      minLength: 1,
    })
    .map((heard) => ({
      endpoints: heard.map(([each]) => each),
      heartbeats: heard.map(([, heartbeat]) => heartbeat),
    }));
}
