import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import type { Plan } from '../../src/model/plan.ts';
import { verifyDigest, withDigest } from '../../src/plan/digest.ts';
import { planProblem } from '../../src/plan/plan-problem.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { acceptedText } from '../../src/report/preflight-text.ts';
import { planText } from '../../src/report/roll-tty.ts';
import { healthySnapshot, ringOf, rings, seen, three, without } from '../gates/healthy-view.ts';
import { healthyRequest, planOf, problemsOf } from './healthy-request.ts';

const scratch = ringOf('scratch', { kind: 'simple', rf: 1 }, 1);
const cart = ringOf('cart', { kind: 'simple', rf: 2 }, 2);
const withRings = (...more: readonly (typeof scratch)[]): PlanRequest => ({
  ...healthyRequest,
  snapshot: { ...healthySnapshot, rings: seen([...rings.slice(0, 1), ...more]) },
});
const because = 'it is rebuilt every night';
const accepting = (request: PlanRequest, ...keyspaces: readonly string[]): PlanRequest => ({
  ...request,
  accepted: keyspaces.map((keyspace) => ({ keyspace, because })),
});
const inPlan = {
  keyspace: 'scratch',
  because,
  levels: [{ level: 'LOCAL_QUORUM', live: 0, needed: 1 }],
};

test('an accepted keyspace is in the plan with level and numbers, in its digest and all that is printed', () => {
  const plan = planOf(accepting(withRings(scratch), 'scratch'));
  expect(plan.accepted).toEqual([inPlan]);
  expect(planProblem(plan, catalogue)).toBeUndefined();
  expect(verifyDigest({ ...plan, ...{ accepted: [] } })).toBe(false);
  const means =
    'accepted for keyspace scratch, LOCAL_QUORUM, 0 live of 1 needed: while a node is down, requests at that level for what it holds fail: UnavailableException, time-outs until its peers see it down; a write that fails is not hinted; because: it is rebuilt every night';
  expect(planText(plan)).toContain(`warning: ${means}`);
  expect(planMarkdown(plan)).toContain(
    '- keyspace scratch loses LOCAL\\_QUORUM, 0 live of 1 needed: it is rebuilt every night',
  );
});

test('a plan is made anew with the same flags', () => {
  const plan = planOf({ ...accepting(withRings(scratch), 'scratch'), allowDown: 1 });
  expect(nextCommands({}).plan(plan)).toBe(
    "ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8 --accept keyspace=scratch --because 'it is rebuilt every night' --allow-down 1",
  );
});

test('another keyspace stays held, also one that is alike', () => {
  expect(problemsOf(accepting(withRings(scratch, cart), 'scratch'))).toEqual([
    expect.stringMatching(/^refused: keyspace cart, .* 1 live of 2 needed/),
  ]);
  const twin = { ...scratch, keyspace: { ...scratch.keyspace, name: 'twin' } };
  expect(problemsOf(accepting(withRings(scratch, twin), 'scratch'))).toEqual([
    expect.stringMatching(/^refused: keyspace twin, .* 0 live of 1 needed/),
  ]);
});

test('what is not there, or loses nothing, is said and not kept', () => {
  const plan = planOf(accepting(healthyRequest, 'shop', 'shopp'));
  expect(plan.accepted).toBeUndefined();
  expect(plan.warnings).toEqual([
    'keyspace shop loses nothing: its acceptance was not needed, and is not in the plan',
    'keyspace shopp is not there: its acceptance was not needed, and is not in the plan',
  ]);
});

test('without range data nothing is accepted', () => {
  const unseen = { ...healthyRequest, snapshot: without(healthySnapshot, 'rings') };
  expect(problemsOf(accepting(unseen, 'scratch'))).toEqual([
    'cannot-tell: the replicas of the ranges were not seen',
  ]);
});

test('the command wins over the playbook, and that over the inventory', () => {
  const { playbook, inventory } = healthyRequest;
  const written = {
    ...withRings(scratch, cart),
    inventory: { ...inventory, acceptLoss: { scratch: 'inventory', cart: 'inventory' } },
    playbook: { ...playbook, acceptLoss: { scratch: 'playbook' } },
  };
  const reasons = (plan: Plan) =>
    plan.accepted?.map(({ keyspace, because: why }) => `${keyspace ?? ''}: ${why}`);
  expect(reasons(planOf(written))).toEqual(['scratch: playbook', 'cart: inventory']);
  expect(reasons(planOf(accepting(written, 'cart')))).toEqual([
    `cart: ${because}`,
    'scratch: playbook',
  ]);
});

test('a margin asks for more of every range, in the plan, and may be given up for a keyspace', () => {
  const margin = { ...healthyRequest, margin: 1 };
  expect(problemsOf(margin)).toEqual([
    expect.stringMatching(
      /^refused: keyspace shop, .*LOCAL_QUORUM in dc1 has 2 live of 2 needed and 1 to spare while one/,
    ),
  ]);
  const accepted = planOf(accepting(margin, 'shop'));
  expect(accepted).toMatchObject({
    margin: 1,
    accepted: [{ keyspace: 'shop', levels: [{ live: 2, needed: 2 }] }],
  });
  expect(accepted.warnings[0]).toContain('nothing to spare while a node is down');
  const name = 'keyspace shop keeps no margin for LOCAL_QUORUM in dc1, 2 live of 2 needed';
  expect(acceptedText(accepted.accepted)).toEqual([`accepted ${name}: ${because}`]);
  const one = ringOf('shop', three, 3);
  const consistency = { default: ['LOCAL_ONE' as const], system_auth: ['LOCAL_ONE' as const] };
  const weaker = {
    ...margin,
    snapshot: { ...healthySnapshot, rings: seen([one]) },
    inventory: { ...healthyRequest.inventory, consistency },
  };
  expect(planOf(weaker).margin).toBe(1);
  expect(problemsOf({ ...weaker, margin: 2 })[0]).toContain('2 live of 1 needed and 2 to spare');
  const little = planOf(accepting({ ...weaker, margin: 2 }, 'shop', 'system_auth'));
  expect(little.warnings[0]).toContain('2 live of 1 needed: 1 to spare while a node is down');
});

test('a level that is lost is told apart from one that keeps no margin', () => {
  const levels = [
    { level: 'QUORUM', live: 2, needed: 2 },
    { level: 'ALL', live: 2, needed: 3 },
  ] as const;
  expect(acceptedText([{ keyspace: 'shop', because, levels }])).toEqual([
    `accepted keyspace shop loses ALL, 2 live of 3 needed; keeps no margin for QUORUM, 2 live of 2 needed: ${because}`,
  ]);
});

test.each([
  ['accepted[0].levels', { ...inPlan, levels: [] }],
  ['accepted[0].because', { ...inPlan, because: 1 }],
  ['accepted[0].levels[0].level', { ...inPlan, levels: [{ ...inPlan.levels[0], level: 'MOST' }] }],
])('a plan in which %s is wrong is refused', (where, accepted) => {
  const plan = planOf(accepting(withRings(scratch), 'scratch'));
  const forged = withDigest({ ...plan, accepted: [accepted] } as unknown as Plan);
  expect(planProblem(forged, catalogue)).toContain(where);
});

test('a keyspace may be named like a property every object has', () => {
  const odd = ringOf('constructor', { kind: 'simple', rf: 1 }, 1);
  expect(problemsOf(withRings(odd))).toHaveLength(1);
  expect(planOf(accepting(withRings(odd), 'constructor')).accepted).toHaveLength(1);
});
