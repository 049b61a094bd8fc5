import { expect, test } from 'vitest';
import { drain } from '../../src/steps/drain.ts';
import { address as node, justOver, oneContext } from './one-context.ts';

const params = { timeoutMs: 30_000, onTimeout: 'stop' } as const;

test('drain is done when netstats says DRAINED', async () => {
  const world = oneContext();
  expect(await drain.run(params, world.context)).toEqual({ kind: 'done', note: 'Mode: DRAINED' });
  expect(world.mode()).toBe('DRAINED');
});

test('exit 0 without DRAINED is not believed: it waits, then falls back as declared', async () => {
  const world = oneContext({ faults: [{ kind: 'drain-lies', node }] });
  const begun = world.clock.now();
  const outcome = await drain.run(params, world.context);
  expect(outcome).toEqual({
    kind: 'fell-back',
    reason:
      'drain did not reach DRAINED within 30 s; netstats says Mode: NORMAL; going on to stop, as the playbook declares',
  });
  expect(world.clock.now() - begun).toSatisfy(justOver(30_000));
  expect(world.mode()).toBe('NORMAL');
});

test('a drain that comes late but within the limit is done', async () => {
  const { context, said } = oneContext({ faults: [{ kind: 'drain-lies', node, lateMs: 6_000 }] });
  expect((await drain.run(params, context)).kind).toBe('done');
  expect(said).toContain('waiting for Mode: DRAINED, now DRAINING');
});

test('a drain that hangs fails when no fallback is declared, and says in what mode the node is', async () => {
  const { context } = oneContext({ faults: [{ kind: 'drain-hangs', node }] });
  const outcome = await drain.run({ ...params, onTimeout: 'fail' }, context);
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason: 'drain did not reach DRAINED within 30 s; netstats says Mode: DRAINING',
    nodeState: 'the process runs in mode DRAINING; gossip and CQL may be off already',
  });
});

test.each([
  ['a stopped node', ['stop'], true],
  ['a drained node', ['nodetool drain'], true],
  ['a node restarted since', ['stop', 'start'], true],
  ['a normal node', [], false],
] as const)('%s: already drained is %j', async (_, acts, expected) => {
  const { context, byHand, clock } = oneContext();
  await byHand(...acts);
  await clock.sleep(60_000);
  expect(await drain.isDone(context)).toBe(expected);
});

test('a node restarted on the old version by hand counts as not drained when a version is to be reached', async () => {
  const { context, byHand, clock } = oneContext({ targetVersion: '5.0.8' });
  await byHand('stop', 'start');
  await clock.sleep(60_000);
  expect(await drain.isDone(context)).toBe(false);
  await byHand('stop', 'install 5.0.8', 'configure 5.0.8', 'start');
  await clock.sleep(60_000);
  expect(await drain.isDone(context)).toBe(true);
});

test('a drain that was never begun on a node closed to clients says that it serves none', async () => {
  const fault = { kind: 'does-nothing', node, command: 'drain', how: 'missing' } as const;
  const world = oneContext({ faults: [fault], without: 'unquiesce' });
  await world.byHand('nodetool disablebinary');
  expect(await drain.run(params, world.context)).toMatchObject({
    nodeState:
      'mode NORMAL when last asked, and it serves no clients: `nodetool enablebinary` lets clients in again',
  });
});

test.each([
  ['missing', '`nodetool drain` gave no result: nodetool: there is no such command (ENOENT)'],
  [{ code: 1, says: 'login failed' }, '`nodetool drain` ended with exit code 1'],
] as const)(
  'a drain that was never begun is no reason to stop the node: %j',
  async (how, reason) => {
    const world = oneContext({ faults: [{ kind: 'does-nothing', node, command: 'drain', how }] });
    expect(await drain.run(params, world.context)).toMatchObject({
      kind: 'failed',
      reason: `no drain was seen to begin: ${reason}`,
      nodeState: 'mode NORMAL when last asked',
      // As the inventory calls it.
      next: 'look with `nodetool netstats` and `… compactionstats`, mend the cause, then resume',
    });
    expect(world.mode()).toBe('NORMAL');
  },
);
