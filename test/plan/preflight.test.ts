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
  localOf,
  missing,
  ringOf,
  rings,
  second,
  seen,
  statusRow,
  statusWith,
  third,
  three,
  withSource,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, inventory, problemsOf, restart, upgrade } from './healthy-request.ts';

const withSnapshot = (snapshot: Snapshot): PlanRequest => ({ ...healthyRequest, snapshot });
const everywhere = (change: (snapshot: Snapshot, address: string) => Snapshot) =>
  addresses.reduce(change, healthySnapshot);
const releases = (...versions: readonly string[]) =>
  everywhere((so, address) => {
    const releaseVersion = versions[addresses.indexOf(address)] ?? '4.1.10';
    return withSource(so, address, 'cql-local', seen({ ...localOf(address), releaseVersion }));
  });

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
    `refused: 127.0.0.3 is ${word} in the view of at least one node`,
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

type Change = Omit<Partial<PlanRequest>, 'toVersion'> & { readonly toVersion?: string | undefined };

test.each<[string, Change, string]>([
  ['no target', { toVersion: undefined }, 'usage: no target version'],
  ['a target that is no version', { toVersion: 'five' }, 'usage: "five" is no version'],
  [
    'a target of another line',
    { toVersion: '4.1.12' },
    'usage: playbook upgrade-4.1-to-5.0 goes to 5.0, not to 4.1.12',
  ],
  [
    'a target for a restart',
    { playbook: restart },
    'usage: playbook rolling-restart changes no version, and 5.0.8 was asked for',
  ],
  [
    'a target that all nodes run',
    { snapshot: releases('5.0.8', '5.0.8', '5.0.8') },
    'usage: every node runs 5.0.8 already',
  ],
  [
    'a downgrade',
    { snapshot: releases('5.0.9', '5.0.9', '5.0.9') },
    'refused: 127.0.0.1 runs 5.0.9, newer than 5.0.8',
  ],
  [
    'a line the playbook does not go from',
    { snapshot: releases('4.0.19', '4.0.19', '4.0.19') },
    'refused: 127.0.0.1 runs a 4.0, and upgrade-4.1-to-5.0 goes from 4.1',
  ],
  [
    'a line Cassandra cannot go from, whatever the playbook says',
    {
      snapshot: releases('3.11.19', '3.11.19', '3.11.19'),
      playbook: { ...upgrade, from: ['3.11'] },
    },
    'refused: 127.0.0.1 runs a 3.11, and upgrade-4.1-to-5.0 goes from 3.11',
  ],
  [
    'two releases beside the target',
    { snapshot: releases('4.1.9', '4.1.10', '5.0.8') },
    'refused: the nodes run different releases beside 5.0.8: 4.1.10, 4.1.9',
  ],
  [
    'a release that is no version',
    { snapshot: releases('weird', 'weird', 'weird') },
    'refused: 127.0.0.1 runs "weird", which is no version known here',
  ],
])('refuses %s', (_, change, problem) => {
  const { toVersion, ...request } = { ...healthyRequest, ...change };
  const asked = toVersion === undefined ? request : { ...request, toVersion };
  expect(problemsOf(asked)[0]).toBe(problem);
});

test('a restart needs one release on all nodes', () => {
  const request = without(withSnapshot(releases('4.1.10', '5.0.8', '4.1.10')), 'toVersion');
  expect(problemsOf({ ...request, playbook: restart })).toEqual([
    'refused: the nodes run different releases: 4.1.10, 5.0.8',
  ]);
});

test('a patch upgrade within the line of the playbook is allowed', () => {
  expect(problemsOf(withSnapshot(releases('5.0.6', '5.0.6', '5.0.6')))).toEqual([]);
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

test('refuses RF 1 and RF 2 before anything is touched, once a keyspace, with what to do', () => {
  const one = ringOf('system_auth', { kind: 'simple', rf: 1 }, 1);
  const two = ringOf('cart', { kind: 'simple', rf: 2 }, 2);
  const user = { ...inventory, cql: { user: 'ops', passwordFrom: { env: 'X' } } };
  const snapshot = { ...healthySnapshot, rings: seen([...rings.slice(0, 1), one, two]) };
  const result = buildPlan({ ...withSnapshot(snapshot), inventory: user });
  expect(result).toEqual({
    kind: 'problems',
    problems: [
      {
        kind: 'refused',
        message:
          'keyspace system_auth, range (0, 100]: LOCAL_QUORUM has 0 live of 1 needed while one node is down; true of 3 nodes',
        hint:
          'raise its replication (ALTER KEYSPACE system_auth ..., then nodetool repair -full system_auth on every node), ' +
          'or, if its clients use another level, declare it: consistency: {system_auth: [ONE]}',
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

test('what was asked wrongly decides the exit code before the state of the cluster does', () => {
  const problem = (kind: PlanProblem['kind']): PlanProblem => ({ kind, message: '', hint: '' });
  expect(exitCodeOf([problem('cannot-tell'), problem('refused'), problem('usage')])).toBe(2);
  expect(exitCodeOf([problem('cannot-tell'), problem('refused')])).toBe(3);
  expect(exitCodeOf([problem('cannot-tell')])).toBe(5);
  expect(exitCodeOf([])).toBe(0);
});

test('control characters in a name of the cluster do not reach the terminal', () => {
  const odd = ringOf('odd', { kind: 'unknown', description: 'x\u001b[31m' }, 3);
  const [problem] = problemsOf(withSnapshot({ ...healthySnapshot, rings: seen([odd]) }));
  expect(problem).toContain('x\\u001b[31m');
});
