import { describe, expect, test } from 'vitest';
import type { InventoryNode, NodeCommands } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import type { Plan, PlannedNode } from '../../src/model/plan.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { withDigest } from '../../src/plan/digest.ts';
import type { Standings } from '../../src/plan/as-left.ts';
import { planWayBack, type TakenBack, type WayBackRequest } from '../../src/plan/way-back.ts';

const steps: readonly PlannedStep[] = [
  { kind: 'fetch', params: { timeoutMs: 1_000 } },
  { kind: 'snapshot', params: { timeoutMs: 1_000, unseen: 'go-on' } },
  { kind: 'drain', params: { timeoutMs: 1_000, onTimeout: 'fail' } },
  { kind: 'stop', params: { timeoutMs: 1_000 } },
  { kind: 'install', params: { timeoutMs: 7_000 } },
  { kind: 'start', params: { timeoutMs: 1_000 } },
  { kind: 'await-return', params: { timeoutMs: 1_000, consecutive: 3 } },
  { kind: 'soak', params: { forMs: 1_000, holdMs: 1_000, compare: 'peers' } },
];

const planned = (address: string, fromVersion: string): PlannedNode => ({
  ...{ address, hostId: `id-${address}`, dc: 'dc1', rack: 'r1', tokenCount: 16, fromVersion },
  ...{ reason: 'first', steps, commands: {}, approvals: ['canary'] },
});

interface Way {
  readonly from?: string;
  readonly to?: string | null;
  readonly nodes?: readonly PlannedNode[];
  readonly undoes?: NonNullable<Plan['undoes']>;
}

function planOf({ from = '4.1.10', to = '5.0.8', nodes, undoes }: Way): Plan {
  return withDigest({
    ...{ format: 1, createdAt: 0, cluster: 'c', playbook: 'upgrade', limits: labLimits },
    ...(to === null ? {} : { toVersion: to }),
    ...(undoes ? { undoes } : {}),
    ...{ topologyDigest: 't', consistency: {}, cures: [], baseline: [], warnings: [] },
    before: ['peers-up', 'range-safety', 'no-holding-findings'],
    after: ['seen-up-by-peers'],
    nodes: nodes ?? [planned('a', from), planned('b', from), planned('c', from)],
  });
}

const noClear: NodeCommands = {
  ...{ stop: ['{home}/stop'], running: ['{home}/running'], start: ['{home}/start'] },
  ...{ install: ['{home}/install', '{version}'], fetch: ['{home}/fetch', '{version}'] },
};
const commands: NodeCommands = { ...noClear, clearCompactionHistory: ['{home}/clear'] };

function inventoryOf(own: NodeCommands = commands): WayBackRequest['inventory'] {
  const nodes: readonly InventoryNode[] = ['a', 'b', 'c'].map((address) => ({
    ...{ address, cqlAddress: address, cqlPort: 9042, home: `/${address}` },
    ...{ nodetool: ['nodetool'], commands: own },
  }));
  return {
    ...{ cluster: 'c', transport: 'local', nodes, cql: {}, jmx: {}, via: 'auto' },
    ...{ consistency: {}, limits: labLimits },
  };
}

const left = (more: Partial<TakenBack> = {}): TakenBack => ({
  ...{ address: 'b', isDone: false, isStarted: true, generationBefore: 5 },
  last: { kind: 'await-return', isCutOff: false },
  ...more,
});
const done = (address: string): TakenBack => left({ address, isDone: true });

/** The first done, the second part-way on the new release, the third not begun; all say so. */
function asLeft(way: Way): Standings {
  const { nodes, toVersion } = planOf(way);
  const releases = nodes.map(({ address, fromVersion }) => {
    const to = toVersion ?? fromVersion;
    const left = { a: [to], b: [fromVersion, to] }[address] ?? [fromVersion];
    return { address, left, now: left.at(-1) ?? '' };
  });
  return {
    left: new Map(releases.map(({ address, left: of }) => [address, of])),
    now: new Map(releases.map(({ address, now }) => [address, now])),
  };
}

function back(way: Way, wish: Partial<WayBackRequest> = {}) {
  return planWayBack({
    ...{ runId: 'r1', plan: planOf(way), records: 9, taken: [left(), done('a')], all: false },
    ...{ inventory: inventoryOf(), at: 1, next: nextCommands({}), standings: asLeft(way) },
    ...wish,
  });
}

function planBack(way: Way, wish?: Partial<WayBackRequest>): Plan {
  const result = back(way, wish);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

const kindsOf = ({ nodes }: Plan) => nodes[0]?.steps.map(({ kind }) => kind);
const drainOf = ({ nodes }: Plan) => nodes[0]?.steps.find(({ kind }) => kind === 'drain')?.params;

describe('a way back', () => {
  test('within a line: as the way there without its snapshot, and nothing is compared or approved', () => {
    const plan = planBack({ from: '4.1.3', to: '4.1.10' });
    const [first, ...others] = plan.nodes;
    expect(plan).toMatchObject({
      ...{ playbook: 'rollback', toVersion: '4.1.3', undoes: { runId: 'r1', records: 9 } },
      before: ['peers-up', 'range-safety'],
      warnings: [expect.stringMatching(/^NEWS\.txt of 4\.1\.10 says/), expect.anything()],
    });
    expect(first).toMatchObject({
      ...{ address: 'b', fromVersion: '4.1.10', leftWith: { generation: 5 } },
      commands: { install: ['/b/install', '4.1.3'], fetch: ['/b/fetch', '4.1.3'] },
    });
    expect(first?.approvals).toBeUndefined();
    const kinds = ['fetch', 'drain', 'stop', 'install', 'start', 'await-return', 'soak'];
    expect(kindsOf(plan)).toEqual(kinds);
    expect(drainOf(plan)).toEqual({ timeoutMs: 1_000, onTimeout: 'stop' });
    expect(first?.steps.at(-1)).toMatchObject({ params: { compare: 'none' } });
    expect(others).toMatchObject([
      { address: 'a', fromVersion: '4.1.10', reason: 'done by run r1, and stays so without --all' },
      { address: 'c', fromVersion: '4.1.3', reason: 'stays as it is' },
    ]);
    expect(others.every(({ leftOut, steps: none }) => leftOut && none.length === 0)).toBe(true);
  });

  test('from 5.0 to 4.1: what 4.1 cannot read is removed, and the drain must end', () => {
    const plan = planBack({});
    expect(plan.nodes[0]?.steps).toContainEqual({
      kind: 'clear-compaction-history',
      params: { timeoutMs: 7_000 },
    });
    expect(drainOf(plan)).toEqual({ timeoutMs: 1_000, onTimeout: 'fail' });
    expect(plan.before).toContain('storage-mode');
    expect(plan.warnings[0]).toContain('the log of past compactions is removed');
  });

  test('of a node that never was started on the new release: over any line, with nothing to remove', () => {
    const taken = [left({ isStarted: false, last: { kind: 'install', isCutOff: false } })];
    const way = { from: '3.11.19', to: '4.0.19' };
    const standings = { ...asLeft(way), now: new Map<string, string>() };
    const plan = planBack(way, { taken, standings });
    expect(kindsOf(plan)).not.toContain('clear-compaction-history');
    expect(plan.nodes[0]).toMatchObject({ fromVersion: '3.11.19' });
    expect(plan.warnings[0]).toBe('4.0.19 was not started there: nothing of it is on the disks');
  });

  test('of all: the one that was left, then the newest of those done', () => {
    const taken = [left({ address: 'c' }), done('b'), done('a')];
    const plan = planBack({}, { taken, all: true });
    expect(plan.nodes.map(({ address }) => address)).toEqual(['c', 'b', 'a']);
    const generations = plan.nodes.map(({ leftWith }) => leftWith?.generation);
    expect(generations).toEqual([5, undefined, undefined]);
  });
});

const otherRelease = [planned('a', '4.1.9'), planned('b', '4.1.10'), planned('c', '4.1.10')];
const fourZero: Way = { from: '3.11.19', to: '4.0.19' };
const inInstall = left({ last: { kind: 'install', isCutOff: true } });

test.each<[string, Way, Partial<WayBackRequest>, [string, RegExp, RegExp]]>([
  ['a restart', { to: null }, {}, ['usage', /run r1 changes no release/, /upgrade status/]],
  [
    'one that takes another back',
    { undoes: { runId: 'r0', records: 3 } },
    {},
    ['usage', /run r1 takes run r0 back/, /resume r1/],
  ],
  [
    'one that was aborted',
    { undoes: { runId: 'r0', records: 3 } },
    { ended: 'aborted' },
    ['usage', /run r1 takes run r0 back, and was aborted/, /^anew: .* rollback r0 --all$/],
  ],
  [
    'one that is complete',
    { undoes: { runId: 'r0', records: 3 } },
    { ended: 'complete' },
    ['usage', /run r0 was taken back by run r1, which is complete/, /nothing left to take back/],
  ],
  [
    'nothing was changed',
    {},
    { taken: [] },
    ['usage', /has changed no node/, /nothing to take back/],
  ],
  [
    'none but those done',
    {},
    { taken: [done('a')] },
    ['usage', /left no node part-way; 1 are done/, /--all/],
  ],
  [
    'an act whose end is not known',
    {},
    { taken: [inInstall] },
    [
      'refused',
      /ended is not known, and it may .* \(b: install\)/,
      /resume r1 --settle; then this/,
    ],
  ],
  [
    'several releases before',
    { nodes: otherRelease },
    { all: true },
    ['refused', /different releases: 4\.1\.10, 4\.1\.9/, /by hand/],
  ],
  [
    'what the older line does not open',
    fourZero,
    {},
    ['refused', /b was started on 4\.0\.19: 3\.11\.19 does not open/, /ringward-r1/],
  ],
  [
    'no command for what is to be removed',
    {},
    { inventory: inventoryOf(noClear) },
    ['usage', /no command "clearCompactionHistory" for any node/, /add it/],
  ],
  [
    'a node that the inventory does not have',
    {},
    { inventory: { ...inventoryOf(), nodes: inventoryOf().nodes.slice(0, 1) } },
    ['usage', /b is not in the inventory/, /inventory that the run was made with/],
  ],
])('no way back: %s', (_, way, wish, [kind, message, hint]) => {
  const result = back(way, wish);
  if (result.kind === 'plan') throw new Error('there is a plan');
  expect(result.problems).toHaveLength(1);
  expect(result.problems[0]?.kind).toBe(kind);
  expect(result.problems[0]?.message).toMatch(message);
  expect(result.problems[0]?.hint).toMatch(hint);
});

test('every node is named of which it is not known how its step ended', () => {
  const other = left({ address: 'c', last: { kind: 'stop', isCutOff: true } });
  expect(back({}, { taken: [inInstall, other] })).toMatchObject({
    problems: [
      {
        message: 'how the steps ended is not known, and they may still go on (b: install, c: stop)',
      },
    ],
  });
});

test('a wait that was cut off goes on in nobody', () => {
  const taken = [left({ last: { kind: 'await-return', isCutOff: true } })];
  expect(back({}, { taken }).kind).toBe('plan');
});

test('over a line no node may be down, whatever the run lived with: said when it is planned', () => {
  const nodes = [planned('a', '4.1.10'), planned('b', '4.1.10'), planned('c', '4.1.10')];
  const withDown = nodes.map((node) =>
    node.address === 'c' ? { ...node, down: true as const } : node,
  );
  const note =
    /^gate storage-mode asks every node .* \(down when that run was planned: c\): what is down is to be started first$/;
  expect(planBack({ nodes: withDown }).warnings).toContainEqual(expect.stringMatching(note));
  expect(planBack({ nodes }).warnings.join()).not.toContain('storage-mode');
  const sameLine = withDown.map((node) => ({ ...node, fromVersion: '5.0.7' }));
  expect(planBack({ nodes: sameLine, from: '5.0.7' }).warnings.join()).not.toContain(
    'storage-mode',
  );
});
