import type { Clock } from '../ports/clock.ts';
import type { CommandResult, RunRequest } from '../ports/runner.ts';
import type { DoesNothing } from './fault.ts';

const failsAfterMs = 20;

/** What is told of a command that changes nothing. */
export async function resultOfNothing(
  how: DoesNothing,
  { argv, timeoutMs, signal }: RunRequest,
  clock: Clock,
): Promise<CommandResult> {
  if (how === 'missing') {
    return { kind: 'unreachable', reason: `${argv[0] ?? ''}: there is no such command (ENOENT)` };
  }
  try {
    await clock.sleep(how === 'hangs' ? timeoutMs : failsAfterMs, signal);
  } catch {
    return { kind: 'cancelled' };
  }
  if (how === 'hangs') return { kind: 'timed-out', afterMs: timeoutMs, stdout: '', stderr: '' };
  const { code, says } = how;
  return { kind: 'exited', code, stdout: '', stderr: `${says}\n`, durationMs: failsAfterMs };
}
