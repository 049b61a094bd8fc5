import { expect, test } from 'vitest';
import { drain } from '../../src/steps/drain.ts';
import { exited } from '../fakes/fake-runner.ts';
import { oneContext } from '../fakes/one-context.ts';

const params = { timeoutMs: 30_000, onTimeout: 'stop' } as const;

test('drain is done when netstats says DRAINED', async () => {
  const { context, node } = oneContext();
  expect(await drain.run(params, context)).toEqual({ kind: 'done', note: 'Mode: DRAINED' });
  expect(node.mode).toBe('DRAINED');
});

test('exit 0 without DRAINED is not believed: it waits, then falls back as declared', async () => {
  const { context, nodes, node, clock } = oneContext();
  nodes.fault('nodetool drain', () => exited(''));
  const begun = clock.now();
  const outcome = await drain.run(params, context);
  expect(outcome).toEqual({
    kind: 'fell-back',
    reason:
      'drain did not reach DRAINED within 30 s; netstats says Mode: NORMAL; going on to stop, as the playbook declares',
  });
  expect(clock.now() - begun).toBe(30_000);
  expect(node.process).toBe('running');
});

test('a drain that comes late but within the limit is done', async () => {
  const { context, nodes, node, clock } = oneContext();
  nodes.fault('nodetool drain', () => {
    node.mode = 'DRAINING';
    return exited('');
  });
  const sleep = clock.sleep.bind(clock);
  context.clock.sleep = async (ms, signal) => {
    await sleep(ms, signal);
    node.mode = 'DRAINED';
  };
  expect((await drain.run(params, context)).kind).toBe('done');
});

test('a drain that hangs fails when no fallback is declared, and says in what mode the node is', async () => {
  const { context, nodes, node, clock } = oneContext();
  nodes.fault('nodetool drain', (request) => {
    node.mode = 'DRAINING';
    clock.advance(request.timeoutMs);
    return { kind: 'timed-out', afterMs: request.timeoutMs, stdout: '', stderr: '' };
  });
  const outcome = await drain.run({ ...params, onTimeout: 'fail' }, context);
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason: 'drain did not reach DRAINED within 30 s; netstats says Mode: DRAINING',
    nodeState: 'the process runs in mode DRAINING; gossip and CQL may be off already',
  });
});

test.each([
  ['a stopped node', { process: 'stopped' }, true],
  ['a drained node', { mode: 'DRAINED' }, true],
  ['a node restarted since', { generation: 2_000 }, true],
  ['a normal node', {}, false],
] as const)('%s: already drained is %j', async (_, state, expected) => {
  const { context, node } = oneContext();
  Object.assign(node, state);
  expect(await drain.isDone(context)).toBe(expected);
});

test('a node restarted on the old version by hand counts as not drained when a version is to be reached', async () => {
  const { context, node } = oneContext({ targetVersion: '5.0.8' });
  node.generation = 2_000;
  expect(await drain.isDone(context)).toBe(false);
  node.release = '5.0.8';
  expect(await drain.isDone(context)).toBe(true);
});

test.each([
  [{ kind: 'unreachable', reason: 'ENOENT' }, '`nodetool drain` gave no result: ENOENT'],
  [exited('', 1, 'login failed\n'), '`nodetool drain` ended with exit code 1'],
] as const)(
  'a drain that was never begun is no reason to stop the node: %j',
  async (result, reason) => {
    const { context, nodes, node } = oneContext();
    nodes.fault('nodetool drain', () => result);
    expect(await drain.run(params, context)).toMatchObject({
      kind: 'failed',
      reason: `no drain was seen to begin: ${reason}`,
      nodeState: 'mode NORMAL when last asked',
    });
    expect(node.process).toBe('running');
  },
);
