import { expect, test } from 'vitest';
import type { PlannedNode } from '../../src/model/plan.ts';
import { nextCommand, nextCommands } from '../../src/model/next-command.ts';

test('what was not given is not said', () => {
  expect(nextCommand(['upgrade', 'run', 'plan.json'], {})).toBe('ringward upgrade run plan.json');
});

test('the inventory and the state folder come along, ready to paste', () => {
  const given = { inventory: 'my cluster/ringward.yaml', stateDir: "it's here" };
  const next = nextCommands(given);
  expect(next.resume('r7')).toBe(
    `ringward upgrade resume r7 --inventory 'my cluster/ringward.yaml' --state-dir 'it'\\''s here'`,
  );
  expect(next.status).toMatch(/^ringward upgrade status --inventory .* --state-dir /);
});

test('health knows the state folder, too: it says which roll is unfinished', () => {
  const { health } = nextCommands({ inventory: 'a.yaml', stateDir: 'state' });
  expect(health).toBe('ringward health --for 90s --inventory a.yaml --state-dir state');
});

test('a new plan is made from the same playbook for the same release; a plan has no state folder', () => {
  const { plan } = nextCommands({ inventory: 'a.yaml', stateDir: 'state' });
  expect(plan({ playbook: 'upgrade-4.1-to-5.0', toVersion: '5.0.8' })).toBe(
    'ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8 --inventory a.yaml',
  );
  expect(plan({ playbook: 'ours', playbookFile: '/here/our own.yaml' })).toBe(
    "ringward upgrade plan --playbook '/here/our own.yaml' --inventory a.yaml",
  );
  expect(plan({ playbook: 'rolling-restart' })).toBe(
    'ringward upgrade plan --playbook rolling-restart --inventory a.yaml',
  );
});

test('a plan of a part, or with accepted rules, is made again as it was', () => {
  const node = (address: string, leftOut: boolean) =>
    ({ address, ...(leftOut ? { leftOut } : {}) }) as PlannedNode;
  const like = {
    ...{ playbook: 'p', toVersion: '5.0.8', cures: ['x'] },
    nodes: [node('10.0.0.1', false), node('10.0.0.2', true)],
    accepted: [{ rule: 'java', because: 'it is a test' }],
  };
  expect(nextCommands({}).plan(like)).toBe(
    "ringward upgrade plan --playbook p --to 5.0.8 --only node=10.0.0.1 --accept java --because 'it is a test'",
  );
  const restart = { playbook: 'rolling-restart', cures: ['stalled-compaction'], nodes: like.nodes };
  expect(nextCommands({}).again(restart, 'plan.json')).toBe(
    'ringward restart --only node=10.0.0.1 --cures stalled-compaction',
  );
});

test('a plan that takes back what was done, too, is made again with --all', () => {
  const undoes = { runId: 'r1', records: 7 };
  const left = { address: '10.0.0.1', leftWith: { generation: 7 } } as PlannedNode;
  const done = { address: '10.0.0.2' } as PlannedNode;
  const { plan } = nextCommands({});
  const like = { playbook: 'rollback', undoes };
  expect(plan({ ...like, nodes: [left] })).toBe('ringward upgrade rollback r1');
  expect(plan({ ...like, nodes: [left, done] })).toBe('ringward upgrade rollback r1 --all');
});
