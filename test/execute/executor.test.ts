import { expect, test } from 'vitest';
import { GateRefused, Interrupted, StepFailed } from '../../src/model/errors.ts';
import { exited } from '../fakes/fake-runner.ts';
import { addresses, fakeRun } from './fake-run.ts';

const perNode = (address: string) => [
  `${address} nodetool drain`,
  `${address} stop`,
  `${address} install 5.0.8`,
  `${address} configure 5.0.8`,
  `${address} start`,
];

test('every node is drained, stopped, swapped, configured and started, one after the other', async () => {
  const { nodes, run, events } = fakeRun();
  await run();
  expect(nodes.acts()).toEqual(addresses.flatMap(perNode));
  expect(addresses.map((address) => nodes.node(address).release)).toEqual([
    '5.0.8',
    '5.0.8',
    '5.0.8',
  ]);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(events().filter((event) => event.type === 'node-done')).toHaveLength(3);
});

test('a gate that refuses stops the roll with every node whole, and says how to go on', async () => {
  const { nodes, run, events } = fakeRun();
  nodes.node('10.0.0.3').process = 'stopped';
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GateRefused);
  expect(failure).toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 60 s (limit gateWait); no node is part-way',
    hint: 'mend the cause, then: ringward upgrade resume r1',
  });
  expect(nodes.acts()).toEqual([]);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'refused' });
});

test('a gate before a node with a limit of its own is waited for that long, and the text names it', async () => {
  const { nodes, clock, run, shown } = fakeRun({ ownLimit: 'schemaWaitMs' });
  nodes.node('10.0.0.3').process = 'stopped';
  const begun = clock.now();
  await expect(run()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 15 s (limit schemaWait); no node is part-way',
  });
  // 15 s are over at the first poll, every 2 s, behind it.
  expect(clock.now() - begun).toBe(16_000);
  expect(shown.find(({ type }) => type === 'waiting')).toMatchObject({
    reason: 'others-serve: 10.0.0.3 does not answer; up to 15 s (limit schemaWait)',
  });
});

test('a gate that heals within its limit lets the roll go on', async () => {
  const { nodes, clock, run } = fakeRun();
  nodes.node('10.0.0.3').process = 'stopped';
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async (ms, signal) => {
    await sleep(ms, signal);
    nodes.node('10.0.0.3').process = 'running';
  };
  await run();
  expect(nodes.acts()).toHaveLength(15);
});

test('a node that does not come back stops the roll: exit 4, the state of the node, the other nodes untouched', async () => {
  const { nodes, run, events } = fakeRun();
  nodes.fault('10.0.0.2 start', (_, node) => {
    node.process = 'stopped';
    return exited('');
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StepFailed);
  expect(failure).toMatchObject({
    exitCode: 4,
    message:
      '10.0.0.2: await-return: the process ended while it was starting; the node is now: down, the process does not run',
    hint: 'read its log, mend the cause, then resume: the node is started again if it is down: ringward upgrade resume r1',
    tail: 'ERROR the last line of the log',
  });
  expect(nodes.acts()).toEqual([...perNode('10.0.0.1'), ...perNode('10.0.0.2')]);
  expect(nodes.node('10.0.0.3').stops).toBe(0);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'failed' });
});

test('after the cause is mended, resume starts the node again and does the rest; configure is not repeated', async () => {
  const { nodes, run, resume } = fakeRun();
  nodes.fault('10.0.0.2 start', (_, node) => {
    node.process = 'stopped';
    return exited('');
  });
  await run().catch(() => undefined);
  nodes.heal();
  nodes.commands.length = 0;
  await resume();
  expect(nodes.acts()).toEqual(['10.0.0.2 start', ...perNode('10.0.0.3')]);
  expect(addresses.map((address) => nodes.node(address).stops)).toEqual([1, 1, 1]);
});

test('nodes that run the target already are judged, not stopped', async () => {
  const { nodes, run, events } = fakeRun();
  Object.assign(nodes.node('10.0.0.1'), { release: '5.0.8', installed: '5.0.8' });
  await run();
  expect(nodes.acts()).toEqual([...perNode('10.0.0.2'), ...perNode('10.0.0.3')]);
  expect(events().filter((event) => event.type === 'step-skipped')).toHaveLength(5);
  // Peers must know the start it runs from: generation 1000.
  expect(events()).toContainEqual(
    expect.objectContaining({ type: 'node-started', node: '10.0.0.1', generation: 999 }),
  );
});

test('a node whose generation is not seen is not stopped: its return could not be proven', async () => {
  const { nodes, run } = fakeRun();
  nodes.node('10.0.0.1').mode = 'STARTING';
  await expect(run()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate own-generation: its gossip generation is not seen (connection refused), so its return could not be proven; no node is part-way',
  });
  expect(nodes.acts()).toEqual([]);
});

test('a restart stops every node once, whatever it runs', async () => {
  const { nodes, run } = fakeRun({ toVersion: undefined });
  await run();
  expect(addresses.map((address) => nodes.node(address).stops)).toEqual([1, 1, 1]);
});

test('the first Ctrl-C lets the node be finished; no node is part-way', async () => {
  const { nodes, run, soft, resume } = fakeRun();
  nodes.fault('10.0.0.1 stop', () => {
    soft.abort(new Interrupted('SIGINT'));
    return undefined;
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Interrupted);
  expect(failure).toMatchObject({
    exitCode: 130,
    hint: 'no node is part-way; go on with: ringward upgrade resume r1',
  });
  expect(nodes.acts()).toEqual(perNode('10.0.0.1'));
  expect(nodes.node('10.0.0.1').release).toBe('5.0.8');
  await expect(resume()).rejects.toThrow('interrupted by SIGINT');
});

test('the second Ctrl-C leaves the node part-way and says which', async () => {
  const { nodes, run, soft, hard } = fakeRun();
  nodes.fault('10.0.0.2 start', (_, node) => {
    node.process = 'running';
    node.mode = 'STARTING';
    soft.abort(new Interrupted('SIGTERM'));
    hard.abort(new Interrupted('SIGTERM'));
    return exited('');
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 143,
    hint: '10.0.0.2 is part-way (after start); go on with: ringward upgrade resume r1',
  });
});

test('Ctrl-C while a gate waits ends at once with every node whole', async () => {
  const { nodes, clock, run, soft } = fakeRun();
  nodes.node('10.0.0.3').process = 'stopped';
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async (ms, signal) => {
    soft.abort(new Interrupted('SIGINT'));
    await sleep(ms, signal);
  };
  await expect(run()).rejects.toMatchObject({ exitCode: 130 });
  expect(nodes.acts()).toEqual([]);
});

test('what cannot be journalled is not done', async () => {
  const { nodes, files, run, paths } = fakeRun();
  nodes.fault('10.0.0.1 nodetool drain', () => {
    files.failOn(/journal/);
    return undefined;
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 4,
    message:
      'the journal cannot be written (ENOSPC: no space left on device); nothing further was done; 10.0.0.1 is part-way (in drain)',
  });
  expect(nodes.acts()).toEqual(['10.0.0.1 nodetool drain']);
  expect(files.modeOf(paths.journal)).toBe(0o600);
});

test('a bug of ours names the node that it leaves part-way', async () => {
  const { nodes, run } = fakeRun();
  nodes.fault('10.0.0.1 install', () => {
    throw new TypeError('x is not a function');
  });
  await expect(run()).rejects.toMatchObject({
    exitCode: 70,
    message: 'unexpected: x is not a function; 10.0.0.1 is part-way (in install)',
    hint: 'this is a bug in Ringward; go on with: ringward upgrade resume r1',
  });
});

test('a node that was begun but still serves is not stopped on resume before the gates pass again', async () => {
  const { nodes, files, paths, run, resume } = fakeRun();
  nodes.fault('10.0.0.1 nodetool drain', () => {
    files.failOn(/journal/);
    return exited('', 1, 'no such thing');
  });
  await run().catch(() => undefined);
  files.failOn(undefined);
  nodes.heal();
  nodes.commands.length = 0;
  expect(files.textOf(paths.journal)).toContain('"type":"step-started"');
  nodes.node('10.0.0.3').process = 'stopped';
  await expect(resume()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 60 s (limit gateWait); no node is part-way',
  });
  expect(nodes.acts()).toEqual([]);
});
