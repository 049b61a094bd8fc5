import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { exitCodeOf, type PlanProblem } from '../../src/plan/problem.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import {
  addresses,
  first,
  gossipWith,
  healthySnapshot,
  missing,
  second,
  seen,
  statusRow,
  statusWith,
  third,
  withSource,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, inventory, problemsOf } from './healthy-request.ts';

const withSnapshot = (snapshot: Snapshot): PlanRequest => ({ ...healthyRequest, snapshot });
const everywhere = (change: (snapshot: Snapshot, address: string) => Snapshot) =>
  addresses.reduce(change, healthySnapshot);
test('an inventory node that is not in the ring is an error of the inventory', () => {
  const [node] = inventory.nodes;
  const nodes = [
    ...inventory.nodes,
    ...(node ? [{ ...node, address: '127.0.0.9', home: '/nodes/9' }] : []),
  ];
  expect(problemsOf({ ...healthyRequest, inventory: { ...inventory, nodes } })).toEqual([
    'cannot-tell: nodetool status of 127.0.0.9 is missing, it was not asked',
    'usage: 127.0.0.9 is in the inventory but not in the ring',
  ]);
});

test('a ring node that is not in the inventory is refused', () => {
  const nodes = inventory.nodes.slice(0, 2);
  expect(problemsOf({ ...healthyRequest, inventory: { ...inventory, nodes } })).toEqual([
    'refused: 127.0.0.3 is in the ring but not in the inventory',
  ]);
});

test.each([
  [{ liveness: 'down' as const }, 'down'],
  [{ liveness: 'unknown' as const }, 'unknown'],
  [{ state: 'joining' as const }, 'joining'],
])('a node that one view has as %o is refused', (change, word) => {
  const snapshot = withSource(healthySnapshot, first, 'status', seen(statusWith(third, change)));
  expect(problemsOf(withSnapshot(snapshot))).toEqual([
    `refused: 127.0.0.3 is ${word} in the view of 127.0.0.1 alone`,
  ]);
});

test.each([
  [[first, second], '127.0.0.1 and 1 more'],
  [addresses, 'every node'],
])('a node that %o call down: said so', (viewers, words) => {
  const snapshot = viewers.reduce(
    (so, viewer) => withSource(so, viewer, 'status', seen(statusWith(third, { liveness: 'down' }))),
    healthySnapshot,
  );
  expect(problemsOf(withSnapshot(snapshot))).toEqual([
    `refused: 127.0.0.3 is down in the view of ${words}`,
  ]);
});

test('a node that gives no view leaves the question open', () => {
  const snapshot = withSource(healthySnapshot, third, 'status', missing());
  expect(problemsOf(withSnapshot(snapshot))).toEqual([
    'cannot-tell: nodetool status of 127.0.0.3 is missing, timed-out: after 20 s',
  ]);
});

test('a release that nobody says leaves the question open; gossip alone is enough', () => {
  const silent = withSource(healthySnapshot, second, 'cql-local', missing());
  expect(problemsOf(withSnapshot(silent))).toEqual([]);
  const unknown = addresses.reduce(
    (so, address) =>
      withSource(
        so,
        address,
        'gossipinfo',
        seen(gossipWith(second, { releaseVersion: undefined })),
      ),
    silent,
  );
  expect(problemsOf(withSnapshot(unknown))).toEqual([
    'cannot-tell: the release of 127.0.0.2 was not seen',
  ]);
});

test('a host id that nobody knows leaves the question open', () => {
  const rows = addresses.map((address) => ({ ...statusRow(address), hostId: undefined }));
  const snapshot = everywhere((so, address) => withSource(so, address, 'status', seen({ rows })));
  expect(problemsOf(withSnapshot(snapshot))).toContain(
    'cannot-tell: the host id of 127.0.0.1 was not seen',
  );
});

test('nodes that disagree about the ring leave the question open', () => {
  const snapshot = withSource(
    healthySnapshot,
    first,
    'status',
    seen(statusWith(third, { rack: 'x' })),
  );
  expect(problemsOf(withSnapshot(snapshot))).toEqual([
    'cannot-tell: the ring and the keyspaces were not seen, or nodes disagree about them',
  ]);
});

test('refuses a command that is the same for two nodes: it would act on one machine for both', () => {
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    commands: { ...node.commands, stop: ['systemctl', 'stop', 'cassandra'] },
  }));
  const result = buildPlan({ ...healthyRequest, inventory: { ...inventory, nodes } });
  expect(result).toMatchObject({
    kind: 'problems',
    problems: [
      {
        kind: 'usage',
        message:
          'command "stop" is the same for 127.0.0.1 and 127.0.0.2: it would act on one machine for both',
      },
    ],
  });
});

test('refuses a command quiesce that is the same for two nodes; none is no problem', () => {
  const { playbook } = healthyRequest;
  const quiesce = { kind: 'quiesce', params: { timeoutMs: 30_000, then: 'go-on' } } as const;
  const request = {
    ...healthyRequest,
    playbook: { ...playbook, steps: [quiesce, ...playbook.steps] },
  };
  expect(buildPlan(request).kind).toBe('plan');
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    commands: { ...node.commands, quiesce: ['lb', 'out'] },
  }));
  expect(problemsOf({ ...request, inventory: { ...inventory, nodes } })).toEqual([
    'usage: command "quiesce" is the same for 127.0.0.1 and 127.0.0.2: it would act on one machine for both',
  ]);
});

test('names the commands that the steps need and the inventory lacks', () => {
  const nodes = inventory.nodes.map((node, index) => {
    const some = without(node.commands, 'install');
    return { ...node, commands: index === 1 ? without(some, 'running') : some };
  });
  expect(problemsOf({ ...healthyRequest, inventory: { ...inventory, nodes } })).toEqual([
    'usage: the inventory has no command "running" for 127.0.0.2',
    'usage: the inventory has no command "install" for any node',
  ]);
});

test('what was asked wrongly decides the exit code before the state of the cluster does', () => {
  const problem = (kind: PlanProblem['kind']): PlanProblem => ({ kind, message: '', hint: '' });
  expect(exitCodeOf([problem('cannot-tell'), problem('refused'), problem('usage')])).toBe(2);
  expect(exitCodeOf([problem('cannot-tell'), problem('refused')])).toBe(3);
  expect(exitCodeOf([problem('cannot-tell')])).toBe(5);
  expect(exitCodeOf([])).toBe(0);
});
