import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { enableLine } from '../../src/steps/clients.ts';
import { quiesce } from '../../src/steps/quiesce.ts';
import { unquiesce } from '../../src/steps/unquiesce.ts';
import { address as node, oneContext } from './one-context.ts';

const params = { timeoutMs: 30_000 };
const doesNothing = (command: 'quiesce' | 'unquiesce'): Fault => ({
  ...{ kind: 'does-nothing', node, command },
  how: { code: 2, says: 'no such pool' },
});

test('what the command quiesce did is undone; done again it stays so', async () => {
  const world = oneContext();
  await quiesce.run({ ...params, then: 'refuse' }, world.context);
  expect(world.isOutOfBalancer()).toBe(true);
  for (const time of ['once', 'again']) {
    expect(await unquiesce.isDone(world.context), time).toBe(false);
    expect(await unquiesce.run(params, world.context), time).toEqual({ kind: 'done' });
    expect(world.isOutOfBalancer(), time).toBe(false);
  }
});

test('a command that fails: the node is back, and perhaps serves no clients', async () => {
  const world = oneContext({ faults: [doesNothing('unquiesce')] });
  expect(await unquiesce.run(params, world.context)).toEqual({
    kind: 'failed',
    reason: '`unquiesce` ended with exit code 2',
    nodeState: 'back, but perhaps not put back to where `quiesce` took it away from clients',
    next: 'mend the cause, then resume: the step is done again',
    tail: 'no such pool',
  });
});

test('without the command there is nothing to run', async () => {
  const world = oneContext({ without: 'unquiesce' });
  expect(await unquiesce.run(params, world.context)).toMatchObject({
    kind: 'failed',
    reason: 'the inventory has no `unquiesce` command',
  });
});

describe('a node that is not drained after all', () => {
  const judgements = [
    [{ gate: 'peers-up', verdict: { kind: 'refuse', reason: '10.0.0.3 is not up' } }],
  ] as const;

  test('is put back, too', async () => {
    const world = oneContext({ judgements });
    expect(await quiesce.run({ ...params, then: 'go-on' }, world.context)).toEqual({
      kind: 'refused',
      reason: 'peers-up: 10.0.0.3 is not up; clients are let in again',
    });
    expect([world.isClosed(), world.isOutOfBalancer()]).toEqual([false, false]);
  });

  test('is said not to be put back where there is no command for it, or it fails', async () => {
    const lacking = oneContext({ judgements, without: 'unquiesce' });
    expect(await quiesce.run({ ...params, then: 'go-on' }, lacking.context)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('it is not put back') as unknown,
    });
    const failing = oneContext({ judgements, faults: [doesNothing('unquiesce')] });
    expect(await quiesce.run({ ...params, then: 'go-on' }, failing.context)).toMatchObject({
      kind: 'failed',
      reason: 'peers-up: 10.0.0.3 is not up; `unquiesce` ended with exit code 2',
      next: '`nodetool enablebinary` lets clients in again, `unquiesce` puts it back to them; mend the cause, then resume',
    });
  });

  test('a command quiesce that fails is undone as well', async () => {
    const world = oneContext({ faults: [doesNothing('quiesce')] });
    await world.byHand('quiesce');
    expect(await quiesce.run({ ...params, then: 'refuse' }, world.context)).toEqual({
      kind: 'refused',
      reason: '`quiesce` ended with exit code 2; the node was not closed to clients',
    });
    expect(world.said).toContain('putting the node back among those that serve clients');
  });
});

test('the calls that open a node name the second only where there is one', () => {
  expect(enableLine(oneContext({ without: 'unquiesce' }).context)).toBe(
    '`nodetool enablebinary` lets clients in again',
  );
});
