import fc from 'fast-check';
import type { RingStatus, RingStatusRow } from '../../../src/model/readings.ts';
import { addresses, maybe, places, uuids } from './names.ts';

/** A text gives sizes with two decimals: only such sizes come back as they were. */
export const printedBytes = fc.oneof(
  fc.integer({ min: 0, max: 1023 }),
  fc
    .tuple(fc.integer({ min: 100, max: 102_399 }), fc.integer({ min: 1, max: 4 }))
    .map(([hundredths, power]) => Math.round((hundredths / 100) * 1024 ** power)),
);

const rows = (hasTokens: boolean): fc.Arbitrary<RingStatusRow> =>
  fc.record({
    liveness: fc.constantFrom('up', 'down', 'unknown'),
    state: fc.constantFrom('normal', 'leaving', 'joining', 'moving'),
    address: addresses,
    loadBytes: maybe(printedBytes),
    tokens: hasTokens ? fc.integer({ min: 1, max: 1536 }) : fc.constant(undefined),
    hostId: maybe(uuids),
    dc: places,
    rack: fc.oneof(places, fc.constant('')),
  });

/** Datacenters are printed one after the other, so their rows come back together. */
export function ringStatuses(): fc.Arbitrary<RingStatus> {
  return fc
    .boolean()
    .chain((hasTokens) =>
      fc.uniqueArray(rows(hasTokens), { selector: (row) => row.address, minLength: 1 }),
    )
    .map((all) => ({
      rows: all.toSorted((a, b) => Number(a.dc > b.dc) - Number(a.dc < b.dc)),
    }));
}
