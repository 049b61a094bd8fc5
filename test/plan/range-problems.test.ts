import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { rangeProblems } from '../../src/plan/range-problems.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import {
  healthySnapshot,
  missing,
  ringOf,
  rings,
  second,
  seen,
  third,
  three,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, inventory, problemsOf, upgrade } from './healthy-request.ts';

const withSnapshot = (snapshot: Snapshot): PlanRequest => ({ ...healthyRequest, snapshot });
test('refuses RF 1 and RF 2 before anything is touched, once a keyspace, with what to do', () => {
  const one = ringOf('system_auth', { kind: 'simple', rf: 1 }, 1);
  const two = ringOf('cart', { kind: 'simple', rf: 2 }, 2);
  const user = { ...inventory, cql: { user: 'ops', passwordFrom: { env: 'X' } } };
  const snapshot = { ...healthySnapshot, rings: seen([...rings.slice(0, 1), one, two]) };
  const result = buildPlan({ ...withSnapshot(snapshot), inventory: user });
  expect(result).toMatchObject({
    kind: 'problems',
    problems: [
      {
        kind: 'refused',
        message:
          'keyspace system_auth, range (0, 100]: LOCAL_QUORUM has 0 live of 1 needed while one node is down; true of 3 nodes',
        hint:
          'raise its replication (ALTER KEYSPACE system_auth ..., then nodetool repair -full system_auth on every node), ' +
          'or, if its clients can wait meanwhile, declare it: consistency: {system_auth: [ANY]}, ' +
          'or live with it: --accept keyspace=system_auth --because TEXT',
      },
      expect.objectContaining({
        message: expect.stringMatching(/^keyspace cart, .* 1 live of 2 needed/) as string,
      }),
    ],
  });
});

test('system_auth at RF 1 is a warning when nobody logs in', () => {
  const one = ringOf('system_auth', { kind: 'simple', rf: 1 }, 1);
  const snapshot = { ...healthySnapshot, rings: seen([...rings.slice(0, 1), one]) };
  const result = buildPlan(withSnapshot(snapshot));
  expect(result.kind === 'plan' && result.plan.warnings).toEqual([
    'no client logs in, so not held by keyspace system_auth, range (0, 100]: LOCAL_QUORUM has 0 live of 1 needed while one node is down; true of 3 nodes',
  ]);
});

test('says that a level is lost with every node up, and that ALL never holds', () => {
  const wide = {
    keyspace: { name: 'wide', replication: { ...three, rfByDc: { dc1: 9 } } },
    ranges: ringOf('wide', three, 3).ranges,
  };
  expect(problemsOf(withSnapshot({ ...healthySnapshot, rings: seen([wide]) }))).toEqual([
    'refused: keyspace wide, range (0, 100]: LOCAL_QUORUM in dc1 has 3 live of 5 needed with every node up',
  ]);
  const all = { ...inventory, consistency: { default: ['ALL' as const] } };
  const result = buildPlan({ ...healthyRequest, inventory: all });
  expect(result.kind === 'problems' && result.problems[0]?.hint).toMatch(/^ALL never holds/);
});

test('refuses replication it cannot reckon with', () => {
  const odd = ringOf('odd', { kind: 'unknown', description: 'EverywhereStrategy' }, 3);
  expect(problemsOf(withSnapshot({ ...healthySnapshot, rings: seen([odd]) }))[0]).toMatch(
    /^refused: keyspace odd: .*EverywhereStrategy/,
  );
});

test('without the replicas of the ranges the question stays open', () => {
  const withoutRings = without(healthySnapshot, 'rings');
  expect(problemsOf(withSnapshot(withoutRings))).toEqual([
    'cannot-tell: the replicas of the ranges were not seen',
  ]);
  expect(problemsOf(withSnapshot({ ...healthySnapshot, rings: missing() }))).toEqual([
    'cannot-tell: the replicas of the ranges were not seen, timed-out: after 20 s',
  ]);
});

test('a playbook that stops nothing needs no range data', () => {
  const withoutRings = without(healthySnapshot, 'rings');
  const playbook = { ...upgrade, steps: upgrade.steps.filter(({ kind }) => kind === 'soak') };
  expect(problemsOf({ ...withSnapshot(withoutRings), playbook })).toEqual([]);
});

test('SimpleStrategy over two DCs is refused at LOCAL_QUORUM, with what to do; at EACH_QUORUM it is not', () => {
  const wide = ringOf('wide', { kind: 'simple', rf: 3 }, 3);
  const ranges = wide.ranges.map((range) => ({
    ...range,
    replicas: range.replicas.map((one) => ({ ...one, dc: one.address === third ? 'dc2' : 'dc1' })),
  }));
  const snapshot = { ...healthySnapshot, rings: seen([{ ...wide, ranges }]) };
  const result = buildPlan(withSnapshot(snapshot));
  expect(result).toMatchObject({
    kind: 'problems',
    problems: [
      {
        kind: 'refused',
        message:
          'keyspace wide, range (0, 100]: LOCAL_QUORUM in dc2 has 1 live of 2 needed with every node up',
        hint: expect.stringMatching(
          /^SimpleStrategy knows no DC: .*NetworkTopologyStrategy .*consistency: \{wide: \[QUORUM\]\}$/,
        ) as string,
      },
    ],
  });
  const declared = { ...inventory, consistency: { default: ['EACH_QUORUM' as const] } };
  expect(problemsOf({ ...withSnapshot(snapshot), inventory: declared })).toEqual([]);
});

test('control characters in a name of the cluster do not reach the terminal', () => {
  const odd = ringOf('odd', { kind: 'unknown', description: 'x\u001b[31m' }, 3);
  const [problem] = problemsOf(withSnapshot({ ...healthySnapshot, rings: seen([odd]) }));
  expect(problem).toContain('x\\u001b[31m');
});

test("says that Cassandra's own keyspaces alone are no proof, unless levels are declared for them", () => {
  const own = ringOf('system_distributed', { kind: 'simple', rf: 3 }, 3);
  const request = withSnapshot({ ...healthySnapshot, rings: seen([own]) });
  const warningsOf = (given: PlanRequest) => {
    const result = buildPlan(given);
    return result.kind === 'plan' ? result.plan.warnings : result.problems;
  };
  expect(warningsOf(request)).toEqual([
    "no keyspace but Cassandra's own is replicated: that ranges hold says nothing of clients",
  ]);
  const declared = { ...inventory, consistency: { system_distributed: ['QUORUM' as const] } };
  expect(warningsOf({ ...request, inventory: declared })).toEqual([]);
});

test('where not even ONE holds, as on a single node, the advice does not name ONE', () => {
  const one = ringOf('system_distributed', { kind: 'simple', rf: 1 }, 1);
  const result = buildPlan(withSnapshot({ ...healthySnapshot, rings: seen([one]) }));
  expect(result.kind === 'problems' && result.problems[0]?.hint).toMatch(
    /or, if its clients can wait meanwhile, declare it: consistency: \{system_distributed: \[ANY\]\}, or live/,
  );
});

test('of keyspaces that are alike all are named in what to do', () => {
  const cart = ringOf('cart', { kind: 'simple', rf: 2 }, 2);
  const alike = [cart, { ...cart, keyspace: { ...cart.keyspace, name: 'orders' } }];
  const result = buildPlan(withSnapshot({ ...healthySnapshot, rings: seen(alike) }));
  expect(result.kind === 'problems' && result.problems[0]?.hint).toMatch(
    /consistency: \{cart: \[ONE\]\}, .*--accept keyspace=cart --because TEXT; the same for orders$/,
  );
});

test('where a node is down already it is to be started first', () => {
  const { problems } = rangeProblems({
    rings,
    addresses: [second],
    consistency: { default: ['LOCAL_QUORUM'] },
    authenticatorOn: true,
    down: new Set([third]),
  });
  expect(problems[0]).toMatchObject({
    message: expect.stringContaining(`while one more node than ${third} is down`) as string,
    hint: expect.stringMatching(`^start ${third} first; else raise its replication`) as string,
  });
});
