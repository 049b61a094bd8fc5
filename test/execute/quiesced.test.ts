import { expect, test } from 'vitest';
import { partWay } from '../../src/execute/part-way.ts';
import { GateRefused, Interrupted, StepFailed } from '../../src/model/errors.ts';
import { applyEvent, noProgress } from '../../src/model/event.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { paths, rollOn } from '../simulate/simulated-roll.ts';
import { smallRoll, upgradeSteps } from './small-roll.ts';

const quiesce: PlannedStep = { kind: 'quiesce', params: { timeoutMs: 30_000, then: 'go-on' } };
const rewriting: PlannedStep = {
  kind: 'upgradesstables',
  params: { timeoutMs: 3_600_000, jobs: 2, unseen: 'refuse' },
};
const node = '10.0.0.1';
const opens = '`nodetool enablebinary` there lets them in again';
const rolled = ['drain', 'stop', 'install 5.0.8', 'configure 5.0.8', 'start'];

/** A roll that was left at once when its first node was closed to clients. */
async function leftQuiet() {
  const roll = smallRoll({ steps: [quiesce, ...upgradeSteps] });
  roll.when(`${node} disablebinary`, () => {
    roll.soft.abort(new Interrupted('SIGTERM'));
    roll.hard.abort(new Interrupted('SIGTERM'));
  });
  const failure = await roll.run().catch((error: unknown) => error);
  roll.forget();
  const wholeProgress = () => roll.events().reduce(applyEvent, noProgress);
  return { ...roll, failure, left: () => partWay(roll.plan, wholeProgress())?.text };
}

/** A process of its own, which nobody has told to stop. */
function takenUp(left: Awaited<ReturnType<typeof leftQuiet>>) {
  const files = { [paths.journal]: left.files.textOf(paths.journal) ?? '' };
  const state = { ...left.cluster.state(), at: left.clock.now() };
  const again = rollOn(state, left.plan, files, { gates: left.gates, detectors: [] });
  const acts: string[] = [];
  const run = again.ports.runner.run.bind(again.ports.runner);
  again.ports.runner.run = async (request) => {
    const line = request.argv.join(' ');
    if (request.node === node) acts.push(line);
    return await run(request);
  };
  const ofTool = () =>
    acts.flatMap((line) => /(enablebinary|disablebinary|drain)/.exec(line)?.[1] ?? []);
  const progress = () => again.events().reduce(applyEvent, noProgress);
  return { ...again, ofTool, left: () => partWay(again.plan, progress())?.text };
}

test('a roll left between quiesce and drain says that the node serves no clients, and what opens it', async () => {
  const { failure, left } = await leftQuiet();
  const state = `${node} is part-way (in quiesce): it is up, but perhaps serves no clients; ${opens}`;
  expect(failure).toMatchObject({
    exitCode: 143,
    hint: `${state}; go on with: ringward upgrade resume r1`,
  });
  expect(left()).toBe(state);
});

test('resume lets clients in, judges the gates again, and quiesces anew', async () => {
  const again = takenUp(await leftQuiet());
  await again.resume();
  expect(again.ofTool()).toEqual(['enablebinary', 'disablebinary', 'drain']);
  expect(again.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
});

test('what was safe then is not safe now: the gate holds, and the node serves again', async () => {
  const left = await leftQuiet();
  await left.byHand('stop', '10.0.0.3');
  const again = takenUp(left);
  const failure = await again.resume().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GateRefused);
  expect(failure).toMatchObject({
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 60 s (limit gateWait); no node is part-way',
  });
  expect(again.left()).toBeUndefined();
  expect(again.cluster.node(node)?.lives.at(-1)?.closedAt).toBeUndefined();
});

test('a node that cannot be opened again stops the roll there, with the command for it', async () => {
  const left = await leftQuiet();
  const how = { code: 2, says: 'no' };
  const fault = { kind: 'does-nothing', node, command: 'enablebinary', how } as const;
  left.cluster.change({ ...left.cluster.state(), faults: [fault] });
  const again = takenUp(left);
  const failure = await again.resume().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StepFailed);
  expect(failure).toMatchObject({
    exitCode: 4,
    message: `${node}: quiesce: the node is up for its peers, but it serves no clients, and is not opened: \`nodetool enablebinary\` ended with exit code 2; the node says that it lets none in`,
    hint: '`nodetool -h 10.0.0.1 -p 7199 enablebinary` lets clients in again; then: ringward upgrade resume r1',
  });
});

test('opened by hand it is quiesced anew; drained by hand it is not opened', async () => {
  for (const [command, wanted] of [
    ['enablebinary', ['disablebinary', 'drain']],
    ['drain', []],
  ] as const) {
    const left = await leftQuiet();
    const argv = ['nodetool', '-h', node, '-p', '7199', command];
    await left.ports.runner.run({ node, argv, timeoutMs: 60_000 });
    const again = takenUp(left);
    await again.resume();
    expect(again.ofTool(), command).toEqual(wanted);
    expect(again.cluster.node(node)?.stops).toBe(1);
  }
});

test('every node is quiesced once, before its drain', async () => {
  const { run, acts, plan, events } = smallRoll({ steps: [quiesce, ...upgradeSteps] });
  await run();
  expect(acts().slice(0, 6)).toEqual(['disablebinary', ...rolled].map((act) => `${node} ${act}`));
  expect(acts()).toHaveLength(18);
  const over = events().findIndex(({ type }) => type === 'step-ended') + 1;
  expect(partWay(plan, events().slice(0, over).reduce(applyEvent, noProgress))?.text).toBe(
    `${node} is part-way (after quiesce): it is up, but serves no clients; ${opens}`,
  );
});

test('a roll left while SSTables are rewritten leaves no node part-way; they are rewritten on', async () => {
  const roll = smallRoll({ steps: [rewriting], toVersion: undefined });
  void roll.clock.sleep(60_000).then(() => {
    roll.soft.abort(new Interrupted('SIGINT'));
    roll.hard.abort(new Interrupted('SIGINT'));
  });
  await expect(roll.run()).rejects.toMatchObject({
    exitCode: 130,
    hint: `${node} goes on rewriting SSTables, and serves; go on with: ringward upgrade resume r1`,
  });
  expect(roll.cluster.node(node)?.lives.at(-1)?.rewrite).toBeDefined();
});

test('a node whose SSTables are to be rewritten is not begun while a gate holds', async () => {
  const roll = smallRoll({ steps: [rewriting], toVersion: undefined });
  await roll.byHand('stop', '10.0.0.3');
  await expect(roll.run()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not begun: gate others-serve: 10.0.0.3 does not answer; not within 60 s (limit gateWait); no node is part-way',
  });
  expect(roll.acts()).toEqual([]);
});
