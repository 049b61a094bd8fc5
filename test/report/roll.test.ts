import { simulatedRoll } from '../simulate/simulated-roll.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { expect, test } from 'vitest';
import type { UpgradeEvent } from '../../src/model/event.ts';
import { rollLines } from '../../src/report/roll-lines.ts';
import { toRollReport } from '../../src/report/roll-report.ts';
import { retryLines } from '../../src/report/roll-retries.ts';
import { planText, rollReportMarkdown, rollReportText } from '../../src/report/roll-tty.ts';
import { smallRoll } from '../execute/small-roll.ts';

async function completeRun() {
  const world = smallRoll();
  await world.run();
  return world;
}

/** Node 2 does not come back, the cause is mended, the run is resumed. */
async function resumedRun() {
  const log = 'ERROR out of luck';
  const world = smallRoll({
    faults: [{ kind: 'dies-starting', node: '10.0.0.2', times: 1, log }],
  });
  await world.run().catch(() => undefined);
  await world.resume();
  return world;
}

test('what an operator sees of a run', async () => {
  const { shown } = await completeRun();
  const render = rollLines(3);
  const lines = shown.flatMap((event) => render(event).lines);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/roll-lines.txt');
});

test('a session claims neither gates nor times of the one before it', async () => {
  const { events } = await resumedRun();
  const all = events();
  const resumed = all.slice(all.findIndex(({ type }) => type === 'run-resumed'));
  const render = rollLines(3, 1);
  const lines = resumed.flatMap((event) => render(event).lines).map((text) => text.slice(10));
  expect(lines).toContain('10.0.0.2  done, 2 of 3 nodes');
  expect(lines).toContain('10.0.0.3  gates passed, taking this node');
});

test('what a soak will compare, and what came of it, are told with their numbers', () => {
  const render = rollLines(1);
  const about = { at: 0, node: '10.0.0.1' } as const;
  const usual = { offsets: [0, 0], centre: 0, ticks: 30 };
  const baseline = { peers: ['10.0.0.2', '10.0.0.3'], isDecayed: true, usual: { reads: usual } };
  const whyNot = 'latencies are not told: offered from 3.0 on';
  const passed = (gate: string) =>
    render({
      ...{ ...about, type: 'gate-judged', gate, phase: 'after', attempt: 1 },
      verdict: { kind: 'pass', note: 'p99 of reads 1.00 times as before' },
    }).lines;
  expect(render({ ...about, type: 'soak-baseline', baseline }).lines).toEqual([
    '00:00:00  10.0.0.1  its soak will compare reads with 2 peers: 10.0.0.2, 10.0.0.3',
  ]);
  expect(
    render({ ...about, type: 'soak-baseline', baseline: { ...baseline, whyNot } }).lines,
  ).toEqual([`00:00:00  10.0.0.1  its soak will not compare: ${whyNot}`]);
  expect(passed('soak-comparison')).toEqual([
    '00:00:00  10.0.0.1  soak-comparison: p99 of reads 1.00 times as before',
  ]);
  expect(passed('mode-normal')).toEqual([]);
});

test('a node that already runs the target is taken without a word of gates', () => {
  const render = rollLines(1);
  const event = { at: 0, type: 'node-started', node: '10.0.0.1', generation: 1 } as const;
  expect(render(event).lines).toEqual(['00:00:00  10.0.0.1  taking this node']);
});

test('the live line names the node and what is waited for, and ends with the run', async () => {
  const { shown } = await completeRun();
  const render = rollLines(3);
  const live = shown.map((event) => render(event).live).filter((line) => line !== undefined);
  expect(live[0]).toBe('10.0.0.1  drain');
  expect(live).toContain('10.0.0.1  soaking, 8 s left');
  expect(live.at(-1)).toBe('');
});

test.each([
  ['complete', completeRun],
  ['resumed', resumedRun],
] as const)('the report of a %s run', async (name, make) => {
  const { plan, events } = await make();
  const report = toRollReport(plan, events());
  await expect(rollReportText(report)).toMatchFileSnapshot(`../golden/roll-report-${name}.txt`);
  await expect(rollReportMarkdown(report)).toMatchFileSnapshot(`../golden/roll-report-${name}.md`);
});

test('the report of a finished run says what is left, and what to type once it is to stay', async () => {
  const snapshot = { kind: 'snapshot', params: { timeoutMs: 60_000, unseen: 'refuse' } } as const;
  const { plan, run, events } = smallRoll({ steps: [snapshot], toVersion: undefined });
  await run();
  const nodes = plan.nodes.map(({ address }) => address);
  const report = toRollReport(plan, events());
  expect(report.left).toEqual({ snapshot: 'ringward-r1', nodes });
  const what = `snapshot ringward-r1 on ${nodes.join(', ')}, which holds what is compacted meanwhile on the disks`;
  const clear = 'ringward upgrade plan --playbook clear-snapshots';
  expect(rollReportText(report, { clear })).toContain(
    `left: ${what}; once it is to stay: ${clear}\n`,
  );
  expect(rollReportMarkdown(report)).toContain(`## What is left\n\n- ${what}`);
  // It may be taken up again, and the snapshot is its own.
  expect(toRollReport(plan, events().slice(0, -1)).left).toBeNull();
});

test('a plan that stops no node is not told as a restart', () => {
  const clear = { kind: 'clear-snapshot', params: { timeoutMs: 60_000 } } as const;
  const text = planText({ ...smallRoll({ steps: [clear], toVersion: undefined }).plan, after: [] });
  expect(text).toContain('Plan: test of cluster sim');
  expect(text).toContain('Gates before each node: others-serve');
  expect(text).not.toContain('Gates after');
});

test('a run that has not ended is running', async () => {
  const { plan, events } = await completeRun();
  const report = toRollReport(plan, events().slice(0, 6));
  expect(report.how).toBe('running');
  expect(report.nodes.map((node) => node.state)).toEqual(['started', 'waiting', 'waiting']);
  expect(report.nodes[0]?.steps.at(-1)).toMatchObject({
    kind: 'stop',
    how: 'started',
    endedAt: null,
  });
});

test('a plan for people', async () => {
  await expect(planText(smallRoll().plan)).toMatchFileSnapshot('../golden/plan.txt');
});

test('a plan with an irreversible step says so, for people and for a change ticket', async () => {
  const { plan } = await simulatedRoll({ playbook: 'storage-mode-upgrading' });
  const created = { ...plan, createdAt: 0 };
  await expect(planText(created)).toMatchFileSnapshot('../golden/plan-storage-mode.txt');
  await expect(planMarkdown(created)).toMatchFileSnapshot('../golden/plan-storage-mode.md');
});

test('a retried request is explained by where each node was', async () => {
  const { plan, events } = await completeRun();
  const report = toRollReport(plan, events());
  const step = report.nodes[1]?.steps.find(({ kind }) => kind === 'await-return');
  const at = new Date(step?.startedAt ?? 0).toISOString();
  const retry = {
    at,
    operation: 'write',
    errors: [{ error: 'write-timeout', coordinator: '10.0.0.2' }],
  };
  const text = retryLines([{ ...retry, succeeded: true }], report);
  expect(text).toContain('write: write-timeout by 10.0.0.2, succeeded at attempt 2; ');
  expect(text).toContain('10.0.0.2 was in await-return');
  const before = { ...retry, at: '2000-01-01T00:00:00Z', succeeded: false };
  expect(retryLines([before], report)).toContain('failed; no node was in a step');
});

test('a step that was cut off is not told as one that has not ended, once the run went on behind it', async () => {
  const { plan } = await completeRun();
  const about = { node: '10.0.0.1', step: 1, kind: 'stop' } as const;
  const begun = [
    { at: 1_000, type: 'node-started', node: '10.0.0.1', generation: 1 },
    { at: 2_000, type: 'step-started', ...about },
  ] as const;
  const skipped = { at: 9_000, type: 'step-skipped', ...about, reason: 'the node is past it' };
  const textOf = (...more: readonly object[]) =>
    rollReportText(toRollReport(plan, [...begun, ...(more as readonly UpgradeEvent[])]));
  expect(textOf()).toContain('      stop started not ended\n');
  expect(textOf(skipped)).toContain('      stop cut off, and over when seen\n');
  const again = { ...begun[1], at: 5_000 };
  const done = { at: 9_000, type: 'step-ended', ...about, outcome: { kind: 'done' } };
  expect(textOf(again, done)).toContain('      stop cut off, stop 4.0 s\n');
});
