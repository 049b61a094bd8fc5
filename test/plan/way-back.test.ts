import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { asLeft, back, done, left, planBack, planned } from './run-to-take-back.ts';

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
