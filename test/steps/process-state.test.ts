import { expect, test } from 'vitest';
import type { CommandResult } from '../../src/ports/runner.ts';
import { describeResult } from '../../src/steps/process-state.ts';

test.each<[CommandResult, string]>([
  [{ kind: 'exited', code: 3, stdout: '', stderr: '', durationMs: 1 }, 'ended with exit code 3'],
  [{ kind: 'timed-out', afterMs: 60_000, stdout: '', stderr: '' }, 'did not end within 60 s'],
  [{ kind: 'unreachable', reason: 'ENOENT' }, 'gave no result: ENOENT'],
  // No step gives a signal, so no node can show it.
  [{ kind: 'cancelled' }, 'was cancelled'],
])('%j is told as it is', (result, words) => {
  expect(describeResult(['install', '5.0.8'], result)).toBe(`\`install 5.0.8\` ${words}`);
});
