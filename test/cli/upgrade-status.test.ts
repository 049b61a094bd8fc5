import { expect, test } from 'vitest';
import { runStatus } from '../../src/cli/upgrade-status-run.ts';
import { writeControl } from '../../src/execute/control.ts';
import { paths } from '../simulate/simulated-roll.ts';
import { keptRun } from './kept-run.ts';

/** A run whose process was killed after its first node was begun; with a live process at its lock, or not. */
async function killed(isAlive: boolean, ...more: readonly object[]) {
  return await statusOf(isAlive, [nodeBegun, ...more]);
}

async function statusOf(isAlive: boolean, records: readonly object[]) {
  const { files, ports } = await keptRun({ records, isAlive });
  await files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
  const code = await runStatus({ format: 'tty', stateDir: '/state' }, ports);
  return { text: ports.streams.outText(), code };
}

const nodeBegun = { at: 2_000, type: 'node-started', node: '10.0.0.1', generation: 7 };

const drainBegun = {
  at: 3_000,
  type: 'step-started',
  node: '10.0.0.1',
  step: 3,
  kind: 'drain',
};

test('a run whose process is gone is not called running; how to go on is said', async () => {
  const { text, code } = await killed(false);
  expect(code).toBe(0);
  expect(text).toContain('0/3 nodes done, died, last record 1.0 s after its start');
  expect(text).toContain(
    'its process is gone; go on with: ringward upgrade resume r1 --state-dir /state',
  );
});

test('a run whose process lives is running', async () => {
  const { text, code } = await killed(true, drainBegun);
  expect(code).toBe(0);
  expect(text).toContain('0/3 nodes done, running, last record 2.0 s after its start');
  expect(text).not.toContain('resume');
});

test.each([
  [true, 'running, nothing done yet'],
  [false, 'died before anything was done'],
])('a journal with nothing but its start, its process alive: %s', async (isAlive, told) => {
  const { text, code } = await statusOf(isAlive, []);
  expect(code).toBe(0);
  expect(text).toContain(`0/3 nodes done, ${told}\n`);
});

test('what ends in the moment it begins ends at once, not after 0 ms', async () => {
  const refused = { at: 1_000, type: 'run-ended', how: 'refused', reason: 'a peer is down' };
  expect((await statusOf(false, [refused])).text).toContain('0/3 nodes done, refused at once\n');
});

test('a node left in the middle of quiesce: what opens it to clients again is said', async () => {
  const quiesceBegun = { ...drainBegun, step: 2, kind: 'quiesce' };
  const { text, code } = await killed(false, quiesceBegun);
  expect(code).toBe(4);
  expect(text).toContain(
    '10.0.0.1 is part-way (in quiesce): it is up, but perhaps serves no clients; `nodetool enablebinary` there lets them in again\n',
  );
  expect((await killed(true, quiesceBegun)).text).not.toContain('enablebinary');
});

test('a node that is part-way while nobody carries the run on: exit 4', async () => {
  const { text, code } = await killed(false, drainBegun);
  expect(code).toBe(4);
  expect(text).toContain('10.0.0.1');
});

test('a run that was refused: exit 3', async () => {
  const refused = { at: 3_000, type: 'run-ended', how: 'refused', reason: 'a peer is down' };
  const { code, text } = await killed(false, refused);
  expect(code).toBe(3);
  expect(text).toContain(
    'reason: a peer is down\ngo on with: ringward upgrade resume r1 --state-dir /state',
  );
});

test.each([
  ['needed', 'this plan cannot go on; make a new one: ringward upgrade plan'],
  [
    'possible',
    'go on with: ringward upgrade resume r1 --state-dir /state\nor, if that is to stay as it is, by a new plan: ringward upgrade plan',
  ],
])('after a gate for which a new plan is %s the same is said as the run did', async (...given) => {
  const [newPlan, told] = given;
  const refused = { at: 3_000, type: 'run-ended', how: 'refused', reason: 'changed', newPlan };
  const { code, text } = await killed(false, refused);
  expect(code).toBe(3);
  expect(text).toContain(`reason: changed\n${told}`);
  const { ports } = await keptRun({ records: [nodeBegun, refused], isAlive: false });
  await ports.files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
  await runStatus({ format: 'json', stateDir: '/state' }, ports);
  expect(JSON.parse(ports.streams.outText())).toMatchObject({
    resume: newPlan === 'needed' ? null : 'ringward upgrade resume r1 --state-dir /state',
    newPlan: 'ringward upgrade plan --playbook upgrade-4.1-to-5.0 --to 5.0.8',
  });
  // Resumed since, it is what its new end says.
  const resumed = { ...{ at: 4_000, type: 'run-resumed' }, runId: 'r1', planDigest: 'x' };
  expect((await killed(false, refused, resumed)).text).not.toContain('new plan');
});

test.each([
  ['left a node part-way', false, [nodeBegun, drainBegun], '10.0.0.1 is part-way (in drain)', 4],
  ['goes on', true, [nodeBegun, drainBegun], null, 0],
])(
  'a program reads of a run that %s which node is part-way, and what to type',
  async (...given) => {
    const [, isAlive, records, partWay, code] = given;
    const { files, ports } = await keptRun({ records, isAlive });
    await files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
    expect(await runStatus({ format: 'json', stateDir: '/state' }, ports)).toBe(code);
    const told = JSON.parse(ports.streams.outText()) as Readonly<Record<string, unknown>>;
    const isLeft = partWay !== null;
    expect(told).toMatchObject({
      partWay,
      resume: isLeft ? 'ringward upgrade resume r1 --state-dir /state' : null,
      rollback: null,
    });
  },
);

test('a run that waits for approval: what approves it is said before what goes on', async () => {
  const records = [
    nodeBegun,
    { at: 3_000, type: 'node-done', node: '10.0.0.1' },
    { at: 4_000, type: 'run-ended', how: 'paused', reason: 'waiting for approval of canary' },
  ];
  const statusAfter = async (given: readonly string[], ...more: readonly object[]) => {
    const { files, ports } = await keptRun({
      ...{ records: [...more, ...records], isAlive: false, approvals: ['canary'] },
    });
    await writeControl(files, paths, { approved: given });
    await files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
    await runStatus({ format: 'tty', stateDir: '/state' }, ports);
    return ports.streams.outText();
  };
  expect(await statusAfter([])).toContain(
    'approve first: ringward upgrade approve canary r1 --state-dir /state\ngo on with: ringward upgrade resume r1',
  );
  const approved = { at: 1_500, type: 'approved', node: '10.0.0.2', name: 'canary' };
  expect(await statusAfter([], approved)).not.toContain('approve first');
  // Given, and not read by the run yet.
  expect(await statusAfter(['canary'])).not.toContain('approve first');
});
