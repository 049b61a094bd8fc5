import { expect, test } from 'vitest';
import { configure, install } from '../../src/steps/command-step.ts';
import { start } from '../../src/steps/start.ts';
import { stop } from '../../src/steps/stop.ts';
import { exited } from '../fakes/fake-runner.ts';
import { oneContext } from '../fakes/one-context.ts';

const params = { timeoutMs: 60_000 };

test('stop is done when the process is gone', async () => {
  const { context, node } = oneContext();
  expect(await stop.run(params, context)).toEqual({ kind: 'done' });
  expect(node.process).toBe('stopped');
  expect(await stop.isDone(context)).toBe(true);
});

test('stop does not believe its command: a process that lives on fails the step at the limit', async () => {
  const { context, nodes, clock } = oneContext();
  nodes.fault(' stop', () => exited('asked nicely\n'));
  const begun = clock.now();
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: 'the process is not known to have ended: `stop` ended with exit code 0',
    tail: 'asked nicely',
  });
  expect(clock.now() - begun).toBe(60_000);
});

test('stop does not take an unknown process state for stopped', async () => {
  const { context, nodes } = oneContext();
  nodes.fault('running', () => exited('', 4));
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
  const { context, node } = oneContext();
  expect(await install.run(params, context)).toEqual({ kind: 'done' });
  expect(node.installed).toBe('5.0.8');
});

test('a command that fails shows its last lines and the state of the node', async () => {
  const { context, nodes } = oneContext();
  nodes.fault('configure', () => exited('', 2, 'no such key\n'));
  expect(await configure.run(params, context)).toEqual({
    kind: 'failed',
    reason: '`configure 5.0.8` ended with exit code 2',
    nodeState: 'stopped, the new version is in place, the configuration may not be',
    next: 'mend the cause, then resume: the step is done again',
    tail: 'no such key',
  });
});

test.each([
  [
    { kind: 'timed-out', afterMs: 60_000, stdout: '', stderr: '' },
    '`install 5.0.8` did not end within 60 s',
  ],
  [{ kind: 'unreachable', reason: 'ENOENT' }, '`install 5.0.8` gave no result: ENOENT'],
  [{ kind: 'cancelled' }, '`install 5.0.8` was cancelled'],
] as const)('%j is told as it is', async (result, reason) => {
  const { context, nodes } = oneContext();
  nodes.fault('install', () => result);
  expect(await install.run(params, context)).toMatchObject({ kind: 'failed', reason });
});

test('start brings the process up', async () => {
  const { context, node } = oneContext();
  node.process = 'stopped';
  expect(await start.run(params, context)).toEqual({ kind: 'done' });
  expect(node.process).toBe('running');
});

test('a start that fails shows the log of the node', async () => {
  const { context, node, nodes } = oneContext();
  node.process = 'stopped';
  nodes.fault(' start', () => exited('', 1));
  expect(await start.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: '`start` ended with exit code 1',
    tail: 'ERROR the last line of the log',
  });
});

test.each([
  ['a stopped process', { process: 'stopped' }, false],
  ['the old process, serving', {}, false],
  ['the old process, drained', { mode: 'DRAINED' }, false],
  ['a process that does not serve yet', { mode: 'STARTING' }, true],
  ['a process restarted since', { generation: 2_000 }, true],
] as const)('%s: already started is decided by the node', async (_, state, expected) => {
  const { context, node } = oneContext();
  Object.assign(node, state);
  expect(await start.isDone(context)).toBe(expected);
});

test('a running command that says stopped while CQL answers is not believed', async () => {
  const { context, nodes } = oneContext();
  nodes.fault('running', () => exited('', 1));
  expect(await stop.isDone(context)).toBe(false);
  nodes.fault(' stop', () => exited(''));
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining(
      '`running` ended with exit code 1, but its CQL answers',
    ) as string,
  });
});

const lost = { kind: 'unreachable', reason: 'Connection closed' } as const;

test('a start whose connection is lost has begun what runs: that it serves is found out later', async () => {
  const { context, node, nodes } = oneContext();
  node.process = 'stopped';
  nodes.fault(' start', () => {
    node.process = 'running';
    return lost;
  });
  expect(await start.run(params, context)).toEqual({
    kind: 'done',
    note: '`start` gave no result: Connection closed, but the process runs',
  });
});

test.each([
  ['does not run', lost, 1, 'down when last asked, it may still start'],
  ['does not run', exited('', 1), 1, 'down'],
  ['runs', exited('', 1), 0, 'the process runs all the same'],
  [
    'cannot be asked',
    exited('', 1),
    4,
    'not known to run or not: `running` ended with exit code 4',
  ],
] as const)(
  'a start that fails says what is known of the process: it %s (%j)',
  async (_, result, running, nodeState) => {
    const { context, node, nodes } = oneContext();
    node.process = 'stopped';
    nodes.fault(' start', () => result);
    nodes.fault('running', () => exited('', running));
    expect(await start.run(params, context)).toMatchObject({ kind: 'failed', nodeState });
  },
);

test('a stop that fails says in which mode the process still runs', async () => {
  const { context, nodes } = oneContext();
  nodes.fault(' stop', () => exited(''));
  expect(await stop.run(params, context)).toMatchObject({
    kind: 'failed',
    nodeState: 'the process runs in mode NORMAL',
  });
});
