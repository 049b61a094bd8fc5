import { expect, test } from 'vitest';
import { clearCompactionHistory, storageCompatibility } from '../../src/steps/command-step.ts';
import { address as node, oneContext } from './one-context.ts';

const params = { mode: 'UPGRADING', timeoutMs: 60_000 } as const;

test('storage-compatibility sets the mode that the next start takes', async () => {
  const { context, storageMode } = oneContext();
  expect(await storageCompatibility.run(params, context)).toEqual({ kind: 'done' });
  expect(storageMode()).toBe('UPGRADING');
});

test('clear-compaction-history is its command', async () => {
  const { context } = oneContext();
  expect(await clearCompactionHistory.run(params, context)).toEqual({ kind: 'done' });
});

test.each([
  [
    'storageCompatibility',
    storageCompatibility,
    'stopped, storage_compatibility_mode may be set or not',
  ],
  [
    'clearCompactionHistory',
    clearCompactionHistory,
    'stopped, SSTables of system.compaction_history may be left',
  ],
] as const)('%s that fails says in what state the node is', async (command, step, nodeState) => {
  const how = { code: 1, says: 'no room' };
  const { context } = oneContext({ faults: [{ kind: 'does-nothing', node, command, how }] });
  expect(await step.run(params, context)).toMatchObject({
    kind: 'failed',
    nodeState,
    next: 'mend the cause, then resume: the step is done again',
    tail: 'no room',
  });
  const lacking = oneContext({ without: command });
  expect(await step.run(params, lacking.context)).toMatchObject({
    kind: 'failed',
    reason: `the inventory has no \`${command}\` command`,
  });
});

test.each([
  ['a process restarted since', ['stop', 'start'], 60_000, true],
  ['the old process', [], 0, false],
] as const)('%s: already done is decided by the node', async (_, acts, laterMs, expected) => {
  const { context, byHand, clock } = oneContext();
  await byHand(...acts);
  await clock.sleep(laterMs);
  expect(await storageCompatibility.isDone(context)).toBe(expected);
});
