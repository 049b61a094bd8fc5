import { expect, test } from 'vitest';
import { configure, install } from '../../src/steps/command-step.ts';
import { start } from '../../src/steps/start.ts';
import { stop } from '../../src/steps/stop.ts';
import { address as node, justOver, oneContext } from './one-context.ts';

const params = { timeoutMs: 60_000 };

const exits = (code: number, says = '') => ({ code, says });

test('stop is done when the process is gone', async () => {
  const { context, mode } = oneContext();
  expect(await stop.run(params, context)).toEqual({ kind: 'done' });
  expect(mode()).toBe('stopped');
  expect(await stop.isDone(context)).toBe(true);
});

test('stop does not believe its command: a process that lives on fails the step at the limit', async () => {
  const how = exits(0, 'asked nicely');
  const { context, clock } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'stop', how }],
  });
  const begun = clock.now();
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: 'the process is not known to have ended: `stop` ended with exit code 0',
    tail: 'asked nicely',
  });
  expect(clock.now() - begun).toSatisfy(justOver(60_000));
});

test('stop does not take an unknown process state for stopped', async () => {
  const { context } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'running', how: exits(4) }],
  });
  expect(await stop.isDone(context)).toBe(false);
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    reason:
      'the process is not known to have ended: `stop` ended with exit code 0; `running` ended with exit code 4',
  });
});

test('without a running command nothing is known of the process', async () => {
  const { context } = oneContext({ without: 'running' });
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('the inventory has no `running` command') as string,
  });
});

test.each(['stop', 'install', 'configure', 'start'] as const)(
  '%s says so when the inventory lacks its command',
  async (kind) => {
    const { context } = oneContext({ without: kind });
    const step = { stop, install, configure, start }[kind];
    expect(await step.run(params, context)).toMatchObject({
      kind: 'failed',
      reason: `the inventory has no \`${kind}\` command`,
    });
  },
);

test('install puts the new version in place', async () => {
  const { context, installed } = oneContext();
  expect(await install.run(params, context)).toEqual({ kind: 'done' });
  expect(installed()).toBe('5.0.8');
});

test('a command that fails shows its last lines and the state of the node', async () => {
  const how = exits(2, 'no such key');
  const { context } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'configure', how }],
  });
  expect(await configure.run(params, context)).toEqual({
    kind: 'failed',
    reason: '`configure 5.0.8` ended with exit code 2',
    nodeState: 'stopped, the new version is in place, the configuration may not be',
    next: 'mend the cause, then resume: the step is done again',
    tail: 'no such key',
  });
});

test.each([
  ['hangs', '`install 5.0.8` did not end within 60 s'],
  ['missing', '`install 5.0.8` gave no result: install: there is no such command (ENOENT)'],
] as const)('an install that %s is told as it is', async (how, reason) => {
  const { context, installed } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'install', how }],
  });
  expect(await install.run(params, context)).toMatchObject({ kind: 'failed', reason });
  expect(installed()).toBe('4.1.10');
});

test('start brings the process up', async () => {
  const { context, byHand, mode } = oneContext();
  await byHand('stop');
  expect(await start.run(params, context)).toEqual({ kind: 'done', fatalBefore: '' });
  expect(mode()).toBe('STARTING');
});

test('a start that fails shows the log of the node', async () => {
  const { context, byHand } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'start', how: exits(1) }],
  });
  await byHand('stop');
  expect(await start.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: '`start` ended with exit code 1',
    tail: 'INFO  Announcing shutdown',
  });
});

test.each([
  ['a stopped process', ['stop'], 0, false],
  ['the old process, serving', [], 0, false],
  ['the old process, drained', ['nodetool drain'], 0, false],
  ['a process that does not serve yet', ['stop', 'start'], 0, true],
  ['a process restarted since', ['stop', 'start'], 60_000, true],
] as const)('%s: already started is decided by the node', async (_, acts, laterMs, expected) => {
  const { context, byHand, clock } = oneContext();
  await byHand(...acts);
  await clock.sleep(laterMs);
  expect(await start.isDone(context)).toBe(expected);
});

test('a running command that says stopped while CQL answers is not believed', async () => {
  const { context } = oneContext({
    faults: [
      { kind: 'does-nothing', node, command: 'running', how: exits(1) },
      { kind: 'does-nothing', node, command: 'stop', how: exits(0) },
    ],
  });
  expect(await stop.isDone(context)).toBe(false);
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining(
      '`running` ended with exit code 1, but its CQL answers',
    ) as string,
  });
});

test('a start whose connection is lost has begun what runs: that it serves is found out later', async () => {
  const { context, byHand, mode } = oneContext({
    faults: [{ kind: 'connection-lost', node, command: 'start' }],
  });
  await byHand('stop');
  expect(await start.run(params, context)).toEqual({
    kind: 'done',
    fatalBefore: '',
    note: '`start` gave no result: Connection closed by remote host, but the process runs',
  });
  expect(mode()).toBe('STARTING');
});

test.each([
  ['does not run', 'hangs', 1, 'down when last asked, it may still start'],
  ['does not run', 'missing', 1, 'down when last asked, it may still start'],
  ['does not run', exits(1), 1, 'down'],
  ['runs', exits(1), 0, 'the process runs all the same'],
  ['cannot be asked', exits(1), 4, 'not known to run or not: `running` ended with exit code 4'],
] as const)(
  'a start that fails says what is known of the process: it %s (%j)',
  async (_, how, running, nodeState) => {
    const { context, byHand } = oneContext({
      faults: [
        { kind: 'does-nothing', node, command: 'start', how },
        { kind: 'does-nothing', node, command: 'running', how: exits(running) },
      ],
    });
    await byHand('stop');
    expect(await start.run(params, context)).toMatchObject({ kind: 'failed', nodeState });
  },
);

test('a stop that fails says in which mode the process still runs', async () => {
  const { context } = oneContext({
    faults: [{ kind: 'does-nothing', node, command: 'stop', how: exits(0) }],
  });
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    nodeState: 'the process runs in mode NORMAL',
  });
});
