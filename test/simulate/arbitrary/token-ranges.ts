import fc from 'fast-check';
import type { TokenRange } from '../../../src/model/ring.ts';
import { addresses, places } from './names.ts';

const replicas = fc.array(fc.record({ address: addresses, dc: places, rack: places }), {
  maxLength: 4,
});
const tokens = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);

/** Ranges that close to a ring. */
export function tokenRanges(): fc.Arbitrary<readonly TokenRange[]> {
  return fc
    .uniqueArray(fc.record({ end: tokens, replicas }), {
      selector: ({ end }) => end,
      minLength: 1,
      maxLength: 12,
    })
    .map((rows) => rows.map((row, at) => ({ ...row, start: rows.at(at - 1)?.end ?? '' })));
}
