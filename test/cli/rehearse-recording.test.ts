import { expect, test } from 'vitest';
import { runRehearse } from '../../src/cli/upgrade-rehearse-run.ts';
import { findingKey } from '../../src/model/finding.ts';
import type { Rehearsal } from '../../src/model/rehearsal.ts';
import { withDigest } from '../../src/plan/digest.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { recordedText, recordingPath } from '../record/recorded.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';
import { clusterOf, start } from '../simulate/simulated.ts';

/** A plan for a simulated cluster, and a recording of it, with nothing else to ask. */
async function fromRecording(
  change: (text: string) => string = (text) => text,
  given: Partial<Parameters<typeof runRehearse>[0]> = {},
) {
  const real = await simulatedRoll();
  const text = await recordedText(real.cluster.state(), 20_000);
  const files = memoryFiles({
    [recordingPath]: change(text),
    '/here/plan.json': planFileText(real.plan),
  });
  const ports = fakePorts({ files });
  const options = { plan: 'plan.json', from: '/rec', seed: 1, format: 'json', ...given } as const;
  const exitCode = await runRehearse(options, ports);
  return { exitCode, out: ports.streams.outText() };
}

test('from a recording: the same rehearsal, with no node asked', async () => {
  const { exitCode, out } = await fromRecording();
  expect(exitCode).toBe(0);
  const rehearsal = JSON.parse(out) as Rehearsal;
  expect(rehearsal).toMatchObject({ how: 'complete', breaches: [], leftStopped: [] });
  expect(rehearsal.nodes.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(rehearsal.twin).toMatchObject({
    recording: { isCutOff: false },
    ...{ notCarriedOver: [], wouldHold: [] },
  });
  const tty = await fromRecording(undefined, { format: 'tty' });
  expect(tty.out).toMatch(/^the cluster as it was at \S+Z, in a recording begun \S+Z$/m);
  const many = await fromRecording(undefined, { format: 'tty', seeds: 2 });
  expect(many.out).toMatch(/2 complete/);
});

test('faults come on the twin of a recording as on any', async () => {
  const { exitCode, out } = await fromRecording(undefined, { faults: ['dies@10.0.0.3'] });
  expect(exitCode).toBe(1);
  const { how, message } = JSON.parse(out) as Rehearsal;
  expect(how).toBe('refused');
  expect(message).toContain('10.0.0.3 is not up');
});

test('a recording that was cut off before the replica sets were asked for cannot be rehearsed on', async () => {
  const cut = (text: string) => text.slice(0, text.indexOf('{"kind":"look"'));
  await expect(fromRecording(cut)).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('the replicas of the ranges were not seen') as string,
    hint: 'they are asked for last, and the recording was cut off: record again',
  });
});

test('a recording that lacks a node of the plan, or is of another cluster, is a usage error', async () => {
  const lacking = (text: string) => text.replace('{"address":"10.0.0.3"', '{"address":"10.9.9.9"');
  await expect(fromRecording(lacking)).rejects.toMatchObject({
    exitCode: 2,
    message: 'node 10.0.0.3 of the plan is not in the recording',
  });
  const other = (text: string) => text.replace('"cluster":"sim"', '"cluster":"other"');
  await expect(fromRecording(other)).rejects.toMatchObject({ exitCode: 2 });
});

test('--from and --inventory together are a usage error', async () => {
  await expect(fromRecording(undefined, { inventory: 'x.yaml' })).rejects.toMatchObject({
    exitCode: 2,
    message: '--from and --inventory exclude each other',
  });
});

test('what is stuck on the cluster is stuck on the twin: its drain hangs, and the roll goes another way', async () => {
  const stuck = {
    ...{ id: '11111111-2222-4333-8444-555555555555', kind: 'compaction' },
    ...{ keyspace: 'app', table: 'events', startedAt: start - 600_000 },
    ...{ totalBytes: 1024 ** 4, bytesPerSecond: 1024 ** 2, frozenAt: start - 300_000 },
  };
  const real = await simulatedRoll();
  const state = clusterOf();
  const nodes = state.nodes.map((node, at) =>
    at === 0 ? { ...node, work: { ...node.work, compactions: [stuck] } } : node,
  );
  // The plan was made to cure it: without that the roll would not begin.
  const subject = `app.events ${stuck.id}`;
  const known = { detector: 'stalled-compaction', state: 'STUCK', node: '10.0.0.1', subject };
  const plan = { ...real.plan, baseline: [findingKey(known)], digest: undefined };
  const files = memoryFiles({
    [recordingPath]: await recordedText({ ...state, nodes }, 100_000),
    '/here/plan.json': planFileText(withDigest(plan)),
  });
  const ports = fakePorts({ files });
  await runRehearse({ plan: 'plan.json', from: '/rec', seed: 1, format: 'json' }, ports);
  const rehearsal = JSON.parse(ports.streams.outText()) as Rehearsal;
  const [first, second] = rehearsal.nodes;
  // The stop that takes the place of a drain that hangs lasts a minute.
  expect((first?.downMs ?? 0) - (second?.downMs ?? 0)).toBeGreaterThan(40_000);
});

test('what the twin has not of the cluster is said before anything else', async () => {
  const real = await simulatedRoll();
  const state = clusterOf({}, [{ kind: 'nodetool-hangs', node: '10.0.0.2' }]);
  const files = memoryFiles({
    [recordingPath]: await recordedText(state),
    '/here/plan.json': planFileText(real.plan),
  });
  const ports = fakePorts({ files });
  await runRehearse({ plan: 'plan.json', from: '/rec', seed: 1, format: 'tty' }, ports);
  const [, , third] = ports.streams.outText().split('\n');
  expect(third).toMatch(
    /^not on the twin, and would hold a run: 10\.0\.0\.2 was not seen by status, .*/,
  );
});
