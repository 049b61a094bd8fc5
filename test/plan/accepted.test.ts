import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import type { RuleAcceptance } from '../../src/model/acceptance.ts';
import type { Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { verifyDigest, withDigest } from '../../src/plan/digest.ts';
import { planProblem } from '../../src/plan/plan-problem.ts';
import { exitCodeOf } from '../../src/plan/problem.ts';
import { planText } from '../../src/report/roll-tty.ts';
import {
  first,
  healthySnapshot,
  missing,
  seen,
  withSource,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, planOf, problemsOf } from './healthy-request.ts';

const streaming = {
  ...healthyRequest,
  snapshot: withSource(
    healthySnapshot,
    first,
    'netstats',
    seen({ mode: 'NORMAL', streams: ['Rebuild'] }),
  ),
};
const unseen = {
  ...healthyRequest,
  snapshot: withSource(healthySnapshot, first, 'netstats', missing()),
};
const streams: RuleAcceptance = { rule: 'no-streams', because: 'it ends in a minute' };

test('a broken rule refuses the plan, with its name, the node and what was seen', () => {
  expect(problemsOf(streaming)).toEqual([`refused: no-streams: ${first}: it streams: Rebuild`]);
  const result = buildPlan(streaming);
  expect(result.kind === 'problems' && exitCodeOf(result.problems)).toBe(3);
});

test('what is not known blocks, too, rule by rule', () => {
  expect(problemsOf(unseen)).toEqual([
    `cannot-tell: no-range-movement: ${first}: netstats did not come, timed-out: after 20 s`,
    `cannot-tell: no-streams: ${first}: netstats did not come, timed-out: after 20 s`,
  ]);
  const result = buildPlan(unseen);
  expect(result.kind === 'problems' && exitCodeOf(result.problems)).toBe(5);
  expect(problemsOf({ ...unseen, accepted: [streams] })).toHaveLength(1);
});

test('what would only warn never blocks, seen or unseen', () => {
  const snapshot = withSource(healthySnapshot, first, 'settings', missing());
  const plan = planOf({ ...healthyRequest, snapshot });
  const open = plan.preflight?.filter(({ verdict }) => verdict === 'cannot-tell') ?? [];
  expect(open.map(({ rule, severity }) => `${rule} ${severity}`)).toContain('hint-window warn');
});

test('an accepted rule is in the plan, in its digest, and in what is printed of it', () => {
  const plan = planOf({ ...streaming, accepted: [streams] });
  expect(plan.accepted).toEqual([streams]);
  expect(verifyDigest(plan)).toBe(true);
  const edited: Plan = { ...plan, accepted: [{ ...streams, because: 'other' }] };
  expect(verifyDigest(edited)).toBe(false);
  expect(planProblem(plan, catalogue)).toBeUndefined();
  expect(planText(plan)).toContain(
    [
      `  accept no-streams: ${first}: it streams: Rebuild`,
      '        because: it ends in a minute',
      '        do: let them end first; nodetool netstats shows how far they are',
      '        source: MessagingService.java accept_streaming; Version.java isCompatibleForStreaming',
      '',
    ].join('\n'),
  );
});

test('one rule accepted is no other', () => {
  const other = { rule: 'no-repair', because: 'x' };
  expect(problemsOf({ ...streaming, accepted: [other] })).toHaveLength(1);
});

test('an acceptance that nothing needs is told, and is not kept', () => {
  const plan = planOf({ ...healthyRequest, accepted: [streams] });
  expect(plan.accepted).toBeUndefined();
  expect(plan.warnings).toEqual(['--accept no-streams was not needed, and is not in the plan']);
});

test.each<[string, (plan: Plan) => Omit<Plan, 'digest'>]>([
  [
    'rule no-streams blocks it, and nobody has accepted that',
    (p) => without(p, 'accepted', 'digest'),
  ],
  [
    'accepted[0].rule: "made-up" is not one of',
    (p) => ({ ...without(p, 'digest'), accepted: [{ rule: 'made-up', because: 'x' }] }),
  ],
  [
    'preflight[0].verdict: "fine" is not one of',
    (p) => ({
      ...without(p, 'digest'),
      preflight: [{ ...p.preflight?.[0], verdict: 'fine' }] as unknown as Plan['preflight'] & {},
    }),
  ],
])('a plan that was forged is refused: %s', (problem, forge) => {
  const forged = withDigest(forge(planOf({ ...streaming, accepted: [streams] })));
  expect(planProblem(forged, catalogue)).toContain(problem);
});

test('a restart has no rules of a hop', () => {
  const playbook = { ...healthyRequest.playbook, name: 'again' };
  const request = {
    ...without(streaming, 'toVersion'),
    playbook: without(playbook, 'from', 'to'),
  };
  expect(planOf(request).preflight).toBeUndefined();
});
