import { expect, test } from 'vitest';
import { soakOf } from '../../src/model/step.ts';
import { gates } from '../../src/gates/index.ts';
import { labLimits } from '../../src/model/limits.ts';
import { playbookMarkdown } from '../../src/report/playbook-markdown.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/roll-tty.ts';
import { healthyRequest, planOf } from './healthy-request.ts';

const playbook = { ...healthyRequest.playbook, canarySoakMs: 600_000 };
const soaksOf = (plan: ReturnType<typeof planOf>) =>
  plan.nodes.map(({ steps }) => soakOf(steps)?.params.forMs);

test('the first node that is rolled soaks longer, and no other step changes', () => {
  const [plain, plan] = [planOf(healthyRequest), planOf({ ...healthyRequest, playbook })];
  expect(soaksOf(plan)).toEqual([600_000, 10_000, 10_000]);
  expect(plan.nodes.slice(1)).toEqual(plain.nodes.slice(1));
  expect(plan.nodes[0]?.steps.slice(0, -1)).toEqual(plain.nodes[0]?.steps.slice(0, -1));
});

test('of a part of the cluster it is the first of that part', () => {
  const only = ['127.0.0.2', '127.0.0.3'].map((value) => ({ kind: 'node', value }) as const);
  const plan = planOf({ ...healthyRequest, playbook, only });
  expect(plan.nodes.map(({ address }) => address)[0]).toBe('127.0.0.2');
  expect(soaksOf(plan)).toEqual([600_000, 10_000, undefined]);
});

test('a plan says what each node soaks, and the first', () => {
  const plan = planOf({ ...healthyRequest, playbook });
  expect(planText(plan)).toContain(
    '  - soak (10 s)\n    but on the first, 127.0.0.1: soak (600 s)\n',
  );
  expect(planMarkdown(plan)).toContain('On the first, 127.0.0.1: soak (600 s).');
  const plain = planOf(healthyRequest);
  expect(planText(plain)).not.toContain('on the first');
  expect(planMarkdown(plain)).not.toContain('On the first');
});

test('a runbook says it', () => {
  expect(playbookMarkdown(playbook, gates, labLimits)).toContain(
    '- on the first node: soak for 10 min 0 s\n',
  );
  expect(playbookMarkdown(healthyRequest.playbook, gates, labLimits)).not.toContain('first node');
});
