import fc from 'fast-check';
import type { ThreadPool, ThreadPools } from '../../../src/model/readings.ts';
import { isFrom } from '../../../src/simulate/say/release.ts';
import { counts, words } from './names.ts';

const names = fc.oneof(words, fc.constantFrom('Native-Transport-Auth-Requests', 'Pool_[a]'));

export const pools: fc.Arbitrary<readonly ThreadPool[]> = fc.uniqueArray(
  fc.record({
    name: names,
    active: counts,
    pending: counts,
    completed: fc.integer({ min: 0, max: 99_999_999_999_999 }),
    blocked: counts,
    allTimeBlocked: counts,
  }),
  { selector: ({ name }) => name },
);

/** There always is a row for mutations. */
export function threadPools(release: string): fc.Arbitrary<ThreadPools> {
  const mutation = isFrom(release, 4, 0) ? 'MUTATION_REQ' : 'MUTATION';
  const message = fc.constantFrom('READ', 'HINT', 'RANGE_REQ', 'PAXOS2_CLEANUP_RSP', '_SAMPLE');
  const others = fc.uniqueArray(fc.record({ message, count: counts }), {
    selector: (each) => each.message,
  });
  return fc.record({ pools, others, count: counts }).map(({ others: rest, count, ...all }) => ({
    ...all,
    dropped: [...rest, { message: mutation, count }],
  }));
}
