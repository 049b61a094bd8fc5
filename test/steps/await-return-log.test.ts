import { expect, test } from 'vitest';
import type { LogEntry, LogTail } from '../../src/model/readings.ts';
import type { SourceId } from '../../src/model/snapshot.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { awaitReturn } from '../../src/steps/await-return.ts';
import { start } from '../../src/steps/start.ts';
import { justOver, missing, oneContext, seen } from './one-context.ts';

const params = { timeoutMs: 60_000, consecutive: 3 };
const [oldTime, newTime] = ['2026-11-29 07:00:00,000', '2026-11-29 07:10:54,757'];

const fatalAt = (time: string, exception = 'Unable to gossip with any peers'): LogEntry => ({
  ...{ level: 'ERROR', thread: 'main', time, message: 'Exception encountered during startup' },
  exceptions: [`java.lang.RuntimeException: ${exception}`],
});

const tailOf = (...entries: readonly LogEntry[]): LogTail => ({
  ...{ entries, newestTime: entries.at(-1)?.time ?? '', gone: [] },
});

const failsStarting: Fault = {
  ...{ kind: 'fails-starting', node: '10.0.0.1' },
  exception: 'java.lang.RuntimeException: Unable to gossip with any peers',
};

/** A started node that does not answer; its log is asked for, once more each time, from `logs`, the last for ever. */
async function closed(logs: readonly unknown[], options: Parameters<typeof oneContext>[0] = {}) {
  const world = oneContext({ faults: [failsStarting], ...options });
  await world.byHand('stop', 'start');
  const queue = [...logs];
  const answer = (source: SourceId) => {
    if (source !== 'log') return undefined;
    return queue.length > 1 ? queue.shift() : queue[0];
  };
  return { ...world, context: world.answering(answer) };
}

test('a fatal line of a process that lives on ends the wait, with its words, their meaning and what to type', async () => {
  const { context, clock, said } = oneContext({ faults: [failsStarting], fatalBefore: '' });
  await context.run(['stop'], 60_000);
  await context.run(['start'], 60_000);
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toMatchObject({
    kind: 'failed',
    reason:
      'its start has failed: "Unable to gossip with any peers": no seed answers it: its seeds, addresses, ports or the encryption between nodes are not as its peers have them',
    nodeState: 'the process runs but is not back',
    next: 'mend the cause, end the process (`stop`), then resume: the node is started again',
    tail: expect.stringMatching(
      /^ERROR \S+ \S+ Exception encountered during startup\njava\.lang\.RuntimeException: Unable to gossip with any peers$/,
    ) as string,
    fatalBefore: expect.stringMatching(/^\d{4}-/) as string,
  });
  expect(clock.now() - begun).toBeLessThan(4 * context.pollMs);
  expect(said.at(-1)).toMatch(/^its log has a fatal line: no seed answers it/);
});

test('lines that were in the log before the start do not count', async () => {
  const { context, clock } = await closed([seen(tailOf(fatalAt(oldTime)))], {
    fatalBefore: oldTime,
  });
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toMatchObject({
    kind: 'failed',
    reason:
      'not back within 60 s (limit await-return.timeout): waiting for CQL: 10.0.0.1:9042: connection refused',
  });
  expect(clock.now() - begun).toSatisfy(justOver(60_000));
});

test('the first line after them does', async () => {
  const log = tailOf(fatalAt(oldTime), fatalAt(newTime, 'OutOfMemoryError'), fatalAt(newTime));
  const { context } = await closed([seen(log)], { fatalBefore: oldTime });
  expect(await awaitReturn.run(params, context)).toMatchObject({
    reason: 'its start has failed: "OutOfMemoryError": it had not enough memory',
    fatalBefore: newTime,
  });
});

test('where the older line has scrolled away every line is newer', async () => {
  const { context } = await closed([seen(tailOf(fatalAt(newTime)))], { fatalBefore: oldTime });
  expect(await awaitReturn.run(params, context)).toMatchObject({ fatalBefore: newTime });
});

test('where nobody looked before the start, what the first look shows is taken for old', async () => {
  const [old, both] = [tailOf(fatalAt(oldTime)), tailOf(fatalAt(oldTime), fatalAt(newTime))];
  const { context, clock } = await closed([seen(old), seen(old), seen(both)]);
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toMatchObject({ fatalBefore: newTime });
  // Two waits for a third look, and one for the process to end.
  expect(clock.now() - begun).toBeGreaterThanOrEqual(2 * 500 + context.pollMs);
});

test.each([
  ['is not seen', missing('the inventory has no command `log`', 'unsupported')],
  ['has no times', seen(tailOf(fatalAt('')))],
  ['has nothing fatal', seen(tailOf({ ...fatalAt(newTime), message: 'Unexpected exception' }))],
])('a log that %s ends nothing before the limit', async (_, log) => {
  const { context, clock } = await closed([log], { fatalBefore: '' });
  const begun = clock.now();
  const outcome = await awaitReturn.run(params, context);
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason:
      'not back within 60 s (limit await-return.timeout): waiting for CQL: 10.0.0.1:9042: connection refused',
  });
  expect(clock.now() - begun).toSatisfy(justOver(60_000));
});

test('a process that ended a moment later is told as down, and resume starts it', async () => {
  const { context, byHand } = await closed([seen(tailOf(fatalAt(newTime)))], { fatalBefore: '' });
  const { clock } = context;
  const dying = {
    ...context,
    clock: {
      now: () => clock.now(),
      sleep: async (ms: number) => {
        await clock.sleep(ms);
        await byHand('stop');
      },
    },
  };
  expect(await awaitReturn.run(params, dying)).toMatchObject({
    nodeState: 'down, the process does not run',
    next: 'read its log, mend the cause, then resume: the node is started again',
  });
});

test('a process that ended says of what, by the same lines', async () => {
  const { context, byHand } = await closed([seen(tailOf(fatalAt(newTime)))], { fatalBefore: '' });
  await byHand('stop');
  expect(await awaitReturn.run(params, context)).toMatchObject({
    reason: expect.stringMatching(
      /^the process ended while it was starting: "Unable to gossip with any peers": no seed/,
    ) as string,
    nodeState: 'down, the process does not run',
  });
});

test('words of the log are shown without control characters', async () => {
  const { context } = await closed(
    [
      seen(
        tailOf(fatalAt(newTime, 'A node with address \u001b[2J already exists, cancelling join')),
      ),
    ],
    { fatalBefore: '' },
  );
  const outcome = await awaitReturn.run(params, context);
  expect(outcome).toMatchObject({ kind: 'failed' });
  expect('reason' in outcome && outcome.reason).toContain(
    '"A node with address \\u001b[2J already',
  );
});

test.each([
  ['nothing fatal', '', seen(tailOf())],
  [
    'an earlier failure',
    oldTime,
    seen(tailOf(fatalAt('2026-11-28 01:00:00,000'), fatalAt(oldTime))),
  ],
])('a start notes what is fatal before it: %s', async (_, fatalBefore, log) => {
  const { answering, byHand } = oneContext();
  await byHand('stop');
  const context = answering((source) => (source === 'log' ? log : undefined));
  expect(await start.run({ timeoutMs: 60_000 }, context)).toEqual({ kind: 'done', fatalBefore });
});

test('a start whose log is not seen notes nothing', async () => {
  const { answering, byHand } = oneContext();
  await byHand('stop');
  const context = answering((source) => (source === 'log' ? missing('no answer') : undefined));
  expect(await start.run({ timeoutMs: 60_000 }, context)).toEqual({ kind: 'done' });
});

test('a commit log that is replayed is told as it goes on, and waited for', async () => {
  const { context, byHand, said } = oneContext();
  await byHand('stop', 'start');
  expect((await awaitReturn.run(params, context)).kind).toBe('done');
  const told = said.filter((text) => text.startsWith('replaying its commit log, '));
  expect(told.length).toBeGreaterThan(1);
  expect(told[0]).toMatch(
    /^replaying its commit log, [01] of 5 segments read since \d\d:\d\d:\d\d; waiting for CQL: /,
  );
  expect(new Set(told).size).toBeGreaterThan(1);
});

test('at the limit a replay is told as what it is', async () => {
  const { context, byHand } = oneContext();
  await byHand('stop', 'start');
  await context.clock.sleep(5_000);
  expect(await awaitReturn.run({ ...params, timeoutMs: 2_000 }, context)).toMatchObject({
    kind: 'failed',
    reason: expect.stringMatching(
      /^not back within 2 s \(limit await-return\.timeout\): replaying its commit log, \d of 5 segments/,
    ) as string,
    next: 'a replay is no failure: leave it, then resume: it is waited for',
  });
});
