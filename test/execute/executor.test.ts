import { expect, test } from 'vitest';
import { GateRefused, Interrupted, StepFailed } from '../../src/model/errors.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { paths } from '../simulate/simulated-roll.ts';
import { addresses, smallRoll } from './small-roll.ts';

const perNode = (address: string) =>
  ['drain', 'stop', 'install 5.0.8', 'configure 5.0.8', 'start'].map((act) => `${address} ${act}`);

const diesStarting: Fault = {
  kind: 'dies-starting',
  node: '10.0.0.2',
  times: 1,
  log: 'ERROR the last line of the log',
};

/** The third node is down when the roll begins. */
async function withThirdDown(wish: Parameters<typeof smallRoll>[0] = {}) {
  const roll = smallRoll(wish);
  await roll.byHand('stop', '10.0.0.3');
  return roll;
}

test('every node is drained, stopped, swapped, configured and started, one after the other', async () => {
  const { run, acts, releases, events } = smallRoll();
  await run();
  expect(acts()).toEqual(addresses.flatMap(perNode));
  expect(releases()).toEqual(['5.0.8', '5.0.8', '5.0.8']);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(events().filter((event) => event.type === 'node-done')).toHaveLength(3);
});

test('a gate that refuses stops the roll with every node whole, and says how to go on', async () => {
  const { run, acts, events } = await withThirdDown();
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GateRefused);
  expect(failure).toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 60 s (limit gateWait); no node is part-way',
    hint: 'mend the cause, then: ringward upgrade resume r1',
  });
  expect(acts()).toEqual([]);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'refused' });
});

test('a gate before a node with a limit of its own is waited for that long, and the text names it', async () => {
  const { clock, run, shown } = await withThirdDown({ ownLimit: 'schemaWaitMs' });
  const begun = clock.now();
  await expect(run()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 90 s (limit schemaWait); no node is part-way',
  });
  // 90 s are over at the first poll, every 2 s, behind it; a look takes a moment.
  expect(clock.now() - begun).toBeGreaterThan(90_000);
  expect(clock.now() - begun).toBeLessThan(92_000);
  expect(shown.find(({ type }) => type === 'waiting')).toMatchObject({
    reason: 'others-serve: 10.0.0.3 does not answer; up to 90 s (limit schemaWait)',
  });
});

test('a gate that heals within its limit lets the roll go on', async () => {
  const { run, acts, byHand, shown } = await withThirdDown();
  await Promise.all([run(), byHand('start', '10.0.0.3')]);
  expect(shown.find(({ type }) => type === 'waiting')).toMatchObject({
    reason: 'others-serve: 10.0.0.3 does not answer; up to 60 s (limit gateWait)',
  });
  expect(acts()).toHaveLength(15);
});

test('a node that does not come back stops the roll: exit 4, the state of the node, the other nodes untouched', async () => {
  const { run, acts, stops, events } = smallRoll({ faults: [diesStarting] });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StepFailed);
  expect(failure).toMatchObject({
    exitCode: 4,
    message:
      '10.0.0.2: await-return: the process ended while it was starting; the node is now: down, the process does not run',
    hint: 'read its log, mend the cause, then resume: the node is started again: ringward upgrade resume r1',
    tail: 'ERROR the last line of the log',
  });
  expect(acts()).toEqual([...perNode('10.0.0.1'), ...perNode('10.0.0.2')]);
  expect(stops()).toEqual([1, 1, 0]);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'failed' });
});

test('after the cause is mended, resume starts the node again and does the rest; configure is not repeated', async () => {
  const { run, resume, acts, forget, stops } = smallRoll({ faults: [diesStarting] });
  await run().catch(() => undefined);
  forget();
  await resume();
  expect(acts()).toEqual(['10.0.0.2 start', ...perNode('10.0.0.3')]);
  expect(stops()).toEqual([1, 1, 1]);
});

/** Somebody has rolled the first node by hand. */
function withFirstOn508(state: ClusterState): ClusterState {
  const nodes = state.nodes.map((node, index) => {
    if (index > 0) return node;
    const lives = node.lives.map((life) => ({ ...life, release: '5.0.8' }));
    return { ...node, lives, installed: '5.0.8', configured: '5.0.8' };
  });
  return { ...state, nodes };
}

test('nodes that run the target already are judged, not stopped', async () => {
  const { run, acts, events, cluster } = smallRoll({ cluster: withFirstOn508 });
  await run();
  expect(acts()).toEqual([...perNode('10.0.0.2'), ...perNode('10.0.0.3')]);
  expect(events().filter((event) => event.type === 'step-skipped')).toHaveLength(5);
  // Peers must know the start it runs from.
  const { generation = 0 } = cluster.node('10.0.0.1')?.lives.at(-1) ?? {};
  expect(events()).toContainEqual(
    expect.objectContaining({ type: 'node-started', node: '10.0.0.1', generation: generation - 1 }),
  );
});

test('a node whose generation is not seen is not stopped: its return could not be proven', async () => {
  const closed: Fault = { kind: 'cql-stays-closed', node: '10.0.0.1' };
  const { run, acts, byHand } = smallRoll({ faults: [closed] });
  await byHand('stop', '10.0.0.1');
  await byHand('start', '10.0.0.1');
  await expect(run()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate own-generation: its gossip generation is not seen (10.0.0.1:9042: connection refused), so its return could not be proven; no node is part-way',
  });
  expect(acts()).toEqual([]);
});

test('a restart stops every node once, whatever it runs', async () => {
  const { run, stops } = smallRoll({ toVersion: undefined, cluster: withFirstOn508 });
  await run();
  expect(stops()).toEqual([1, 1, 1]);
});

test('the first Ctrl-C lets the node be finished; no node is part-way', async () => {
  const { run, resume, when, soft, acts, releases } = smallRoll();
  when('10.0.0.1 stop', () => {
    soft.abort(new Interrupted('SIGINT'));
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Interrupted);
  expect(failure).toMatchObject({
    exitCode: 130,
    hint: 'no node is part-way; go on with: ringward upgrade resume r1',
  });
  expect(acts()).toEqual(perNode('10.0.0.1'));
  expect(releases()[0]).toBe('5.0.8');
  await expect(resume()).rejects.toThrow('interrupted by SIGINT');
});

test('the second Ctrl-C leaves the node part-way and says which', async () => {
  const { run, when, soft, hard } = smallRoll();
  when('10.0.0.2 start', () => {
    soft.abort(new Interrupted('SIGTERM'));
    hard.abort(new Interrupted('SIGTERM'));
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 143,
    hint: '10.0.0.2 is part-way (after start); go on with: ringward upgrade resume r1',
  });
});

test('Ctrl-C while a gate waits ends at once with every node whole', async () => {
  const { clock, run, soft, acts, shown } = await withThirdDown();
  let asked = 0;
  void clock.sleep(5_000).then(() => {
    asked = clock.now();
    soft.abort(new Interrupted('SIGINT'));
  });
  await expect(run()).rejects.toMatchObject({ exitCode: 130 });
  expect(shown.filter(({ type }) => type === 'waiting').length).toBeGreaterThan(0);
  expect(clock.now()).toBe(asked);
  expect(acts()).toEqual([]);
});

test('what cannot be journalled is not done', async () => {
  const { run, when, files, acts } = smallRoll();
  when('10.0.0.1 drain', () => {
    files.failOn(/journal/);
  });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 4,
    message:
      'the journal cannot be written (/state/sim/runs/r1/journal.ndjson: no space is left (ENOSPC)); nothing further was done; 10.0.0.1 is part-way (in drain)',
  });
  expect(acts()).toEqual(['10.0.0.1 drain']);
  expect(files.modeOf(paths.journal)).toBe(0o600);
});

test('a bug of ours names the node that it leaves part-way', async () => {
  const { run, when } = smallRoll();
  when('10.0.0.1 install 5.0.8', () => {
    throw new TypeError('x is not a function');
  });
  await expect(run()).rejects.toMatchObject({
    exitCode: 70,
    message: 'unexpected: x is not a function; 10.0.0.1 is part-way (in install)',
    hint: 'this is a bug in Ringward; go on with: ringward upgrade resume r1',
  });
});

test('a node that was begun but still serves is not stopped on resume before the gates pass again', async () => {
  const how = { code: 1, says: 'no such thing' };
  const { run, resume, when, mend, forget, byHand, files, acts } = smallRoll({
    faults: [{ kind: 'does-nothing', node: '10.0.0.1', command: 'drain', how }],
  });
  when('10.0.0.1 drain', () => {
    files.failOn(/journal/);
  });
  await run().catch(() => undefined);
  files.failOn(undefined);
  mend();
  forget();
  expect(files.textOf(paths.journal)).toContain('"type":"step-started"');
  await byHand('stop', '10.0.0.3');
  await expect(resume()).rejects.toMatchObject({
    exitCode: 3,
    message:
      '10.0.0.1: not stopped: gate others-serve: 10.0.0.3 does not answer; not within 60 s (limit gateWait); no node is part-way',
  });
  expect(acts()).toEqual([]);
});
