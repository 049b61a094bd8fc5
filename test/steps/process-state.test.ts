import { expect, test } from 'vitest';
import type { PlannedStep } from '../../src/model/step.ts';
import type { CommandResult } from '../../src/ports/runner.ts';
import { describeResult, isRestarted } from '../../src/steps/process-state.ts';
import { missing, oneContext, seen } from './one-context.ts';

test.each<[CommandResult, string]>([
  [{ kind: 'exited', code: 3, stdout: '', stderr: '', durationMs: 1 }, 'ended with exit code 3'],
  [{ kind: 'timed-out', afterMs: 60_000, stdout: '', stderr: '' }, 'did not end within 60 s'],
  [{ kind: 'unreachable', reason: 'ENOENT' }, 'gave no result: ENOENT'],
  // No step gives a signal, so no node can show it.
  [{ kind: 'cancelled' }, 'was cancelled'],
])('%j is told as it is', (result, words) => {
  expect(describeResult(['install', '5.0.8'], result)).toBe(`\`install 5.0.8\` ${words}`);
});

const setsMode: PlannedStep = {
  kind: 'storage-compatibility',
  params: { mode: 'UPGRADING', timeoutMs: 1 },
};
const inMode = (mode: string) => seen({ values: { storage_compatibility_mode: mode } });

test.each([
  ['in the mode that the roll sets', inMode('UPGRADING'), true],
  ['in its old mode', inMode('CASSANDRA_4'), false],
  // The gate of that name waits for it, and refuses what it then is: nothing is stopped for it.
  ['in a mode that is not seen', missing('no answer'), true],
])('a node that was started again %s', async (_, settings, expected) => {
  const { byHand, clock, answering } = oneContext();
  await byHand('stop', 'start');
  await clock.sleep(60_000);
  const context = answering((source) => (source === 'settings' ? settings : undefined));
  const node = { ...context.node, steps: [setsMode] };
  expect(await isRestarted({ ...context, node })).toBe(expected);
});
