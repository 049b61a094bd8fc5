import { expect, test } from 'vitest';
import { catalogue } from '../../src/cli/catalogue.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Plan } from '../../src/model/plan.ts';
import { withDigest } from '../../src/plan/digest.ts';
import { parsePlanFile } from '../../src/plan/plan-file.ts';
import { healthyRequest, planOf, restart } from './healthy-request.ts';
import { without } from '../gates/healthy-view.ts';

type Json = Record<string, unknown>;

const plans = [
  ['an upgrade', planOf(healthyRequest)],
  ['a restart', planOf({ ...without(healthyRequest, 'toVersion'), playbook: restart })],
] as const;

/** The plan of an upgrade with one place changed, and its digest reckoned anew by hand. */
function forged(path: string, value: unknown): string {
  const plan = JSON.parse(JSON.stringify(plans[0][1])) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => at[key] as Json, plan);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return JSON.stringify(withDigest(without(plan as unknown as Plan, 'digest')));
}

function errorOf(content: string): string {
  try {
    parsePlanFile(content, 'p.json', catalogue);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.hint).toMatch(/^make a new one: ringward upgrade plan/);
    return `${error.exitCode} ${error.message}`;
  }
  return 'no error';
}

test.each(plans)('%s that was planned may be carried out', (_, plan) => {
  expect(parsePlanFile(JSON.stringify(plan), 'p.json', catalogue)).toEqual(plan);
});

test('what was forged back to what it was is the plan', () => {
  expect(errorOf(forged('cluster', 'lab'))).toBe('no error');
});

test.each<[string, unknown, string | RegExp]>([
  ['createdAt', 'today', 'createdAt: "today" is not a number, 0 or more'],
  ['cluster', undefined, 'cluster is missing'],
  ['toVersion', 5, 'toVersion: 5 is not text'],
  ['authenticatorOn', 'no', 'authenticatorOn: "no" is not true or false'],
  ['sideways', 8, 'sideways is not known'],
  ['parallel', 1, 'parallel: 1 is not a number, 2 or more'],
  ['freeze', { freeze: ['x'] }, 'freeze.unfreeze is missing'],
  ['limits', [], 'limits: [] is not an object'],
  ['limits.gateWaitMs', undefined, 'limits.gateWaitMs is missing'],
  ['limits.pollMs', 0, 'limits.pollMs: 0 is not a number, 1 or more'],
  ['limits.set', 'own', 'limits.set: "own" is not one of production, lab, custom'],
  ['consistency.default', [], 'consistency.default has 0 items, it needs 1'],
  ['consistency.default', ['HALF'], /^consistency.default\[0\]: "HALF" is not one of ANY, ONE/],
  ['before', 'peers-up', 'before: "peers-up" is not a list'],
  ['before.0', 'peer-up', /^before\[0\]: "peer-up" is not one of topology-unchanged, peers-up/],
  ['after.0', 'range-safety', /^after\[0\]: "range-safety" is not one of/],
  ['cures', ['everything'], /^cures\[0\]: "everything" is not one of/],
  ['baseline', [1], 'baseline[0]: 1 is not text'],
  ['warnings', null, 'warnings: null is not a list'],
  ['nodes', [], 'nodes has 0 items, it needs 1'],
  ['nodes', undefined, 'nodes is missing'],
  ['nodes.0', null, 'nodes[0]: null is not an object'],
  ['nodes.1.hostId', undefined, 'nodes[1].hostId is missing'],
  ['nodes.1.address', '127.0.0.1', '127.0.0.1 is there twice'],
  ['nodes.0.tokenCount', -1, 'nodes[0].tokenCount: -1 is not a number, 0 or more'],
  ['nodes.0.tokensDigest', 7, 'nodes[0].tokensDigest: 7 is not text'],
  ['nodes.0.commands.stop', 'kill', 'nodes[0].commands.stop: "kill" is not a list'],
  ['nodes.0.commands.stop', [], 'nodes[0].commands.stop has 0 items, it needs 1'],
  ['nodes.0.commands.reboot', ['x'], 'nodes[0].commands.reboot is not known'],
  ['nodes.0.commands.running', undefined, '127.0.0.1: there is no command "running"'],
  ['nodes.0.steps', {}, 'nodes[0].steps: {} is not a list'],
  [
    'nodes.0.steps.0',
    'drain',
    /^nodes\[0\].steps\[0\].kind: undefined is not one of fetch, snapshot, quiesce, drain, stop/,
  ],
  [
    'nodes.0.steps.1.kind',
    'halt',
    /^nodes\[0\].steps\[1\].kind: "halt" is not one of fetch, snapshot, quiesce, drain, stop/,
  ],
  ['nodes.0.steps.0.params', undefined, 'nodes[0].steps[0].params is missing'],
  ['nodes.0.steps.0.params.timeoutMs', undefined, 'nodes[0].steps[0].params.timeoutMs is missing'],
  [
    'nodes.0.steps.0.params.onTimeout',
    'kill',
    'nodes[0].steps[0].params.onTimeout: "kill" is not one of stop, fail',
  ],
  [
    'nodes.0.steps.5.params.consecutive',
    0,
    'nodes[0].steps[5].params.consecutive: 0 is not a number, 1 to 100',
  ],
  ['toVersion', undefined, '127.0.0.1: install without toVersion'],
])('%s = %j is refused', (path, value, problem) => {
  const error = errorOf(forged(path, value)).replace(
    '2 p.json: this plan cannot be carried out: ',
    '',
  );
  if (typeof problem === 'string') expect(error).toBe(problem);
  else expect(error).toMatch(problem);
});

test.each([
  ['before', 'topology-unchanged'],
  ['before', 'peers-up'],
  ['before', 'schema-agreement'],
  ['before', 'range-safety'],
  ['after', 'seen-up-by-peers'],
  ['after', 'cql-answers'],
] as const)('a plan without the gate %s a stop, %s, is refused', (phase, gate) => {
  const without = plans[0][1][phase].filter((each) => each !== gate);
  expect(errorOf(forged(phase, without))).toBe(
    `2 p.json: this plan cannot be carried out: 127.0.0.1: stop needs the gate ${gate} under ${phase}`,
  );
});

const steps = (...kinds: readonly string[]) =>
  kinds.map((kind) => plans[0][1].nodes[0]?.steps.find((step) => step.kind === kind));

test.each([
  [['stop', 'start'], 'stop without await-return would leave the node down'],
  [['stop', 'await-return'], 'stop without start would leave the node down'],
  [['start', 'await-return'], 'start needs stop before it'],
  [['drain'], 'a drained node serves nobody: drain needs stop after it'],
  [['start', 'stop', 'await-return'], 'stop cannot come after start'],
  [['stop', 'stop', 'start', 'await-return'], 'stop is there twice'],
])('steps %j are refused', (kinds, problem) => {
  expect(errorOf(forged('nodes.0.steps', steps(...kinds)))).toBe(
    `2 p.json: this plan cannot be carried out: 127.0.0.1: ${problem}`,
  );
});

test('a node with nothing to do needs nothing', () => {
  expect(errorOf(forged('nodes.0.steps', []))).toBe('no error');
});

test('control characters of a forged plan do not reach the terminal', () => {
  expect(errorOf(forged('nodes.0.steps.0.kind', '\u001b[31m'))).not.toContain('\u001b');
});

test('an irreversible step that nobody is asked to approve is refused, whoever reckoned the digest', () => {
  const { nodes, after, ...rest } = plans[1][1];
  const step = { kind: 'storage-compatibility', params: { mode: 'NONE', timeoutMs: 1 } };
  const forgedNodes = nodes.map((node, index) => ({
    ...node,
    steps: node.steps.toSpliced(2, 0, step as never),
    commands: { ...node.commands, storageCompatibility: ['set', 'NONE'] },
    ...(index === 1 && { approvals: ['storage-compatibility'] }),
  }));
  const plan = { ...rest, nodes: forgedNodes, after: [...after, 'storage-compatibility'] };
  expect(errorOf(JSON.stringify(withDigest(without(plan, 'digest'))))).toBe(
    '2 p.json: this plan cannot be carried out: nobody is asked to approve storage-compatibility, which is irreversible',
  );
});
