import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { quiesce } from '../../src/steps/quiesce.ts';
import { address as node, justOver, missing, oneContext, seen } from './one-context.ts';

const goOn = { timeoutMs: 30_000, then: 'go-on' } as const;
const refuse = { timeoutMs: 30_000, then: 'refuse' } as const;

const without = ['quiesce', 'unquiesce'] as const;
const inHand = (active: number, pending = 0) => seen({ active, pending });
const doesNothing = (command: 'disablebinary' | 'enablebinary' | 'quiesce'): Fault => ({
  ...{ kind: 'does-nothing', node, command },
  how: { code: 2, says: 'no' },
});

test('a quiet node is closed to clients and still reached by its peers', async () => {
  const world = oneContext({ without });
  expect(await quiesce.run(goOn, world.context)).toEqual({
    kind: 'done',
    note: 'no client is served',
  });
  expect([world.isClosed(), world.mode()]).toEqual([true, 'NORMAL']);
});

test('requests that the node has in hand are waited for', async () => {
  const world = oneContext({ without });
  const left = [2, 1];
  const context = world.answering((source) =>
    source === 'requests-in-hand'
      ? inHand(left.pop() ?? 0, 1 - Number(left.length === 0))
      : undefined,
  );
  expect((await quiesce.run(goOn, context)).kind).toBe('done');
  expect(world.said).toContain('waiting until no client is served: 2 client requests are in hand');
});

describe('clients that are served to the end', () => {
  const served = (source: string) => (source === 'requests-in-hand' ? inHand(3, 4) : undefined);
  const why = '7 client requests are in hand after 30 s';

  test('go-on: the drain closes them out', async () => {
    const world = oneContext({ without });
    const begun = world.clock.now();
    expect(await quiesce.run(goOn, world.answering(served))).toEqual({
      kind: 'fell-back',
      reason: `clients are not known to be gone: ${why}; going on, as the playbook declares`,
    });
    expect(world.clock.now() - begun).toSatisfy(justOver(30_000));
    expect(world.isClosed()).toBe(true);
  });

  test('refuse: the node lets clients in again, and is whole', async () => {
    const world = oneContext({ without });
    expect(await quiesce.run(refuse, world.answering(served))).toEqual({
      kind: 'refused',
      reason: `clients are not known to be gone: ${why}; clients are let in again`,
    });
    expect(world.isClosed()).toBe(false);
  });

  test('refuse: a node that cannot be opened again is told, with the command for it', async () => {
    const world = oneContext({ without, faults: [doesNothing('enablebinary')] });
    expect(await quiesce.run(refuse, world.answering(served))).toEqual({
      kind: 'failed',
      reason: `clients are not known to be gone: ${why}; \`nodetool enablebinary\` ended with exit code 2; the node says that it lets none in`,
      nodeState: 'up for its peers, but it serves no clients, as far as is known',
      next: '`nodetool enablebinary` lets clients in again; mend the cause, then resume',
    });
  });
});

test.each([
  [
    'tpstats does not answer',
    missing('no answer in 20 s', 'timed-out'),
    'client requests are not seen: no answer in 20 s',
  ],
  [
    'tpstats has no such pool',
    seen({ pools: [], dropped: [] }),
    'tpstats does not tell of client requests',
  ],
])('%s: not seen is not none', async (_, tpstats, why) => {
  const context = oneContext({ without }).answering((source) =>
    source === 'requests-in-hand'
      ? missing('only JMX tells it')
      : source === 'tpstats'
        ? tpstats
        : undefined,
  );
  expect(await quiesce.run(goOn, context)).toMatchObject({
    kind: 'fell-back',
    reason: `clients are not known to be gone: ${why} after 30 s; going on, as the playbook declares`,
  });
});

describe('disablebinary changes nothing', () => {
  const faults = [doesNothing('disablebinary')];
  const why = 'the node still lets clients in; `nodetool disablebinary` ended with exit code 2';

  test.each([
    [goOn, 'fell-back', 'going on, as the playbook declares'],
    [refuse, 'refused', 'clients are let in again'],
  ] as const)('%j: %s', async (params, kind, end) => {
    const world = oneContext({ without, faults });
    expect(await quiesce.run(params, world.context)).toEqual({
      kind,
      reason: `clients are not known to be gone: ${why}; ${end}`,
    });
    expect(world.isClosed()).toBe(false);
  });

  test('a node that does not say whether it is closed is not taken for closed', async () => {
    const context = oneContext({ without }).answering((source) =>
      source === 'info' ? missing('no answer') : undefined,
    );
    expect(await quiesce.run(goOn, context)).toMatchObject({
      kind: 'fell-back',
      reason: expect.stringContaining('nodetool info: no answer') as unknown,
    });
  });
});

describe('another node that goes while clients leave', () => {
  const reason = '10.0.0.3 is not up';
  const held = (kind: 'wait' | 'refuse') => [{ gate: 'peers-up', verdict: { kind, reason } }];
  const pass = [{ gate: 'peers-up', verdict: { kind: 'pass' } }] as const;

  test.each(['wait', 'refuse'] as const)(
    'holds the roll (%s), whatever is to be gone on with',
    async (kind) => {
      const world = oneContext({ without, judgements: [held(kind)] });
      expect(await quiesce.run(goOn, world.context)).toEqual({
        kind: 'refused',
        reason: `peers-up: ${reason}; clients are let in again`,
      });
      expect(world.isClosed()).toBe(false);
    },
  );

  test('and is back within the limit does not', async () => {
    const world = oneContext({ without, judgements: [held('wait'), pass] });
    expect((await quiesce.run(goOn, world.context)).kind).toBe('done');
    expect(world.said).toContain(`closed to clients, and not drained: peers-up: ${reason}`);
  });
});

describe('the command of the inventory', () => {
  const faults = [doesNothing('quiesce')];
  const why = '`quiesce` ended with exit code 2';

  test('comes before the node is closed', async () => {
    const world = oneContext();
    expect((await quiesce.run(refuse, world.context)).kind).toBe('done');
    expect(world.said[0]).toBe('taking the node away from clients');
  });

  test('fails: refused before the node is closed', async () => {
    const world = oneContext({ faults });
    expect(await quiesce.run(refuse, world.context)).toEqual({
      kind: 'refused',
      reason: `${why}; the node was not closed to clients`,
    });
    expect(world.isClosed()).toBe(false);
  });

  test('fails: go-on closes the node all the same, and says so', async () => {
    const world = oneContext({ faults });
    expect(await quiesce.run(goOn, world.context)).toEqual({
      kind: 'fell-back',
      reason: `${why}; no client is served all the same`,
    });
    expect(world.isClosed()).toBe(true);
  });
});

test.each([
  ['a node closed to clients', ['nodetool disablebinary'], true],
  ['a stopped node', ['stop'], true],
  ['a node restarted since', ['stop', 'start'], true],
  ['a node that serves', [], false],
  ['one that was opened again', ['nodetool disablebinary', 'nodetool enablebinary'], false],
] as const)('%s: quiet already is %j', async (_, acts, expected) => {
  const { context, byHand, clock } = oneContext();
  await byHand(...acts);
  await clock.sleep(60_000);
  expect(await quiesce.isDone(context)).toBe(expected);
});
