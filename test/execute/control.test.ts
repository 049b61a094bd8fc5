import { expect, test } from 'vitest';
import { readControl, writeControl, type Control } from '../../src/execute/control.ts';
import { Halted } from '../../src/model/errors.ts';
import { rollOn, paths } from '../simulate/simulated-roll.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { addresses, smallRoll } from './small-roll.ts';

/** A roll of which something is asked while its first node is under way. */
function askedDuringTheFirst(control: Control) {
  const roll = smallRoll();
  roll.when('10.0.0.1 stop', () => void writeControl(roll.files, paths, control));
  return roll;
}

const nodesTouched = (acts: readonly string[]) => [
  ...new Set(acts.map((act) => act.split(' ')[0])),
];

test('asked to pause, it finishes the node and begins no other: exit 7; resume goes on', async () => {
  const roll = askedDuringTheFirst({ asked: 'pause', approved: [] });
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Halted);
  expect(failure).toMatchObject({
    exitCode: 7,
    message: 'paused, as was asked; no node is part-way',
    hint: 'go on with: ringward upgrade resume r1',
  });
  expect(nodesTouched(roll.acts())).toEqual(['10.0.0.1']);
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'paused' });
  await roll.resume();
  expect(nodesTouched(roll.acts())).toEqual(addresses);
  expect(roll.stops()).toEqual([1, 1, 1]);
  expect(roll.events().at(-1)).toMatchObject({ how: 'complete' });
});

test('asked to abort, it ends there for good', async () => {
  const roll = askedDuringTheFirst({ asked: 'abort', approved: [] });
  await expect(roll.run()).rejects.toMatchObject({
    exitCode: 3,
    message: 'aborted, as was asked; no node is part-way',
    hint: 'it cannot be resumed; make a new plan: ringward upgrade plan --playbook test --to 5.0.8',
  });
  expect(nodesTouched(roll.acts())).toEqual(['10.0.0.1']);
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'aborted' });
});

test('a roll that waits at a gate hears it too', async () => {
  const roll = smallRoll();
  await roll.byHand('stop', '10.0.0.3');
  const begun = roll.clock.now();
  const running = roll.run();
  await writeControl(roll.files, paths, { asked: 'pause', approved: [] });
  await expect(running).rejects.toMatchObject({ exitCode: 7 });
  expect(roll.clock.now() - begun).toBeLessThan(60_000);
  expect(roll.acts()).toEqual([]);
});

/** The same three nodes, the second not to be begun without approval of the first. */
function withApproval() {
  const { cluster, plan, gates } = smallRoll();
  const nodes = plan.nodes.map((node, index) =>
    index === 1 ? { ...node, approvals: ['canary'] } : node,
  );
  return rollOn(cluster.state(), { ...plan, nodes }, {}, { gates, detectors: [] });
}

test('what the plan wants approved stops it once, and is passed when it is approved', async () => {
  const roll = withApproval();
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 7,
    message: 'waiting for approval of canary before 10.0.0.2; no node is part-way',
    hint:
      'look with `ringward health --for 90s`, then: ringward upgrade approve canary r1, and: ' +
      'ringward upgrade resume r1',
  });
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'paused' });
  await expect(roll.resume()).rejects.toMatchObject({ exitCode: 7 });
  await writeControl(roll.files, paths, { approved: ['canary'] });
  await roll.resume();
  const approved = roll.events().filter(({ type }) => type === 'approved');
  expect(approved).toMatchObject([{ node: '10.0.0.2', name: 'canary' }]);
  expect(roll.events().at(-1)).toMatchObject({ how: 'complete' });
});

test('approved before it is reached, it does not stop at all', async () => {
  const roll = withApproval();
  await writeControl(roll.files, paths, { approved: ['canary'] });
  await roll.run();
  expect(roll.events().at(-1)).toMatchObject({ how: 'complete' });
});

test.each(['', 'no json', '7', 'null', '{"asked":"jump","approved":"all"}', '{"approved":[1]}'])(
  'a file that says "%s" asks for nothing and approves nothing',
  async (text) => {
    const files = memoryFiles({ [paths.control]: text });
    expect(await readControl(files, paths)).toEqual({ approved: [] });
  },
);

test('nodes that are left out are not touched and not judged', async () => {
  const first = smallRoll();
  const nodes = first.plan.nodes.map((node, index) =>
    index === 0 ? node : { ...node, steps: [], leftOut: true as const },
  );
  const parts = { gates: first.gates, detectors: [] };
  const roll = rollOn(first.cluster.state(), { ...first.plan, nodes }, {}, parts);
  await roll.run();
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 0, 0]);
  const begun = roll.events().filter(({ type }) => type === 'node-started');
  expect(begun).toMatchObject([{ node: '10.0.0.1' }]);
  expect(roll.events()[0]).toMatchObject({ type: 'run-started', nodes: 1 });
});

test('an abort that was asked outlives a resume: the node under way is finished, no other is begun', async () => {
  const roll = askedDuringTheFirst({ asked: 'abort', approved: [] });
  await expect(roll.run()).rejects.toMatchObject({ exitCode: 3 });
  await expect(roll.resume()).rejects.toMatchObject({ message: /^aborted, as was asked/ });
  expect(nodesTouched(roll.acts())).toEqual(['10.0.0.1']);
});
