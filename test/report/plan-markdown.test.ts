import { expect, test } from 'vitest';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { healthyRequest, planOf, restart } from '../plan/healthy-request.ts';
import { without } from '../gates/healthy-view.ts';

test('a plan for a change ticket', () => {
  const plan = planOf(healthyRequest);
  const nodes = plan.nodes.map((node, at) =>
    at === 1 ? { ...node, approvals: ['canary'] } : node,
  );
  const text = planMarkdown({
    ...plan,
    nodes,
    warnings: ['will hold'],
    baseline: ['x||127.0.0.1|'],
  });
  expect(text).toContain('# Roll to 5.0.8 of cluster lab\n');
  expect(text).toMatch(/^\| 2 \| 127\.0\.0\.2 \| .*waits for approval of canary \|$/m);
  expect(text).toContain(
    '1. Gates: topology-unchanged, peers-up, schema-agreement, range-safety, schema-unchanged, no-repair\n2. drain',
  );
  expect(text).toContain('## Warnings\n\n- will hold\n');
  expect(text).toContain(`Digest: \`${plan.digest}\``);
});

test('names from the cluster are no markup', () => {
  const plan = planOf({ ...without(healthyRequest, 'toVersion'), playbook: restart });
  const nodes = plan.nodes.map((node) => ({ ...node, rack: '<b>|r\n1`' }));
  const text = planMarkdown({ ...plan, cluster: '[x](y)', nodes });
  expect(text).toContain('# Rolling restart of cluster \\[x\\](y)');
  expect(text).toContain('| dc1 / \\<b\\>\\|r 1\\` |');
  expect(text).not.toContain('## Warnings');
});
