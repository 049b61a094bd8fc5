import { expect, test } from 'vitest';
import { rangeSafety } from '../../src/gates/range-safety.ts';
import type { KeyspaceAcceptance } from '../../src/model/acceptance.ts';
import { nothingAllowed } from '../../src/model/allowed.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { KeyspaceRing, Replication } from '../../src/model/ring.ts';
import {
  first,
  judged,
  ringOf,
  rings,
  seen,
  statusWith,
  third,
  withSource,
} from './healthy-view.ts';
import { withRings } from './with-rings.ts';

const simple = (rf: number): Replication => ({ kind: 'simple', rf });

/** The healthy view with more keyspaces, and what is accepted of them. */
function viewOf(
  more: readonly KeyspaceRing[],
  losses: readonly KeyspaceAcceptance[],
  allowed: Partial<GateView['allowed']> = {},
): GateView {
  return withRings([...rings, ...more], { allowed: { ...nothingAllowed, losses, ...allowed } });
}

const loss = (keyspace: string, live: number, needed: number): KeyspaceAcceptance => ({
  keyspace,
  because: 'a cache',
  levels: [{ level: 'LOCAL_QUORUM', live, needed }],
});
const one = ringOf('one', simple(1), 1);
const two = ringOf('two', simple(2), 2);

test('passes an accepted keyspace, and tells it at every stop that costs it something', () => {
  const view = viewOf([one], [loss('one', 0, 1)]);
  expect(judged(rangeSafety, view)).toBe(
    'pass: tightest: keyspace shop (and 1 more like it), range (0, 100]: LOCAL_QUORUM in dc1 has 2 live of 2 needed; ' +
      'accepted (a cache): keyspace one, range (100, 200]: LOCAL_QUORUM has 0 live of 1 needed, so such requests fail meanwhile',
  );
  expect(rangeSafety.judge(view)).toMatchObject({ isTold: true });
  expect(rangeSafety.judge(viewOf([], [loss('one', 0, 1)]))).not.toHaveProperty('isTold');
});

test('where every level is accepted it is not said that none needs a replica', () => {
  const view = withRings([one], {
    allowed: { ...nothingAllowed, losses: [loss('one', 0, 1)] },
  });
  expect(judged(rangeSafety, view)).toMatch(
    /^pass: no level holds the roll; accepted \(a cache\): keyspace one, /,
  );
});

test('another keyspace, and another level, are held as ever', () => {
  expect(judged(rangeSafety, viewOf([one, two], [loss('one', 0, 1)]))).toMatch(
    /^refuse: .*keyspace two, .* 1 live of 2 needed$/,
  );
  const consistency: GateView['consistency'] = { default: ['LOCAL_QUORUM'], one: ['ONE'] };
  expect(judged(rangeSafety, { ...viewOf([one], [loss('one', 0, 1)]), consistency })).toMatch(
    /^refuse: .*keyspace one, .*: ONE has 0 live of 1 needed$/,
  );
});

test('no replica fewer than was accepted: with another node down it waits', () => {
  const view = viewOf([two], [loss('two', 1, 2)]);
  expect(judged(rangeSafety, view)).toMatch(/^pass: .*accepted \(a cache\): keyspace two/);
  const down = seen(statusWith(third, { liveness: 'down' }));
  const snapshot = withSource(view.snapshot, first, 'status', down);
  // At ONE the others live with two nodes down.
  const consistency: GateView['consistency'] = {
    ...{ shop: ['ONE'], system_auth: ['ONE'], system_distributed: ['ONE'] },
    default: ['LOCAL_QUORUM'],
  };
  expect(judged(rangeSafety, { ...view, snapshot, consistency })).toMatch(
    /^wait: .*keyspace two, .* 0 live of 2 needed/,
  );
});

test('a margin holds what has nothing to spare, and says how much is asked for', () => {
  expect(judged(rangeSafety, viewOf([], [], { margin: 1 }))).toMatch(
    /^refuse: .*keyspace shop .* has 2 live of 2 needed and 1 to spare/,
  );
  const consistency: GateView['consistency'] = { default: ['ONE'], system_auth: ['ONE'] };
  expect(judged(rangeSafety, { ...viewOf([], [], { margin: 1 }), consistency })).toMatch(
    /^pass: tightest: keyspace .* ONE has 2 live of 1 needed and 1 to spare$/,
  );
  const none = { ...viewOf([], [], { margin: 1 }), rings: undefined };
  expect(rangeSafety.judge(none).kind).toBe('wait');
});
