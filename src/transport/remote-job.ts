import { remoteJobArgv, remoteJobIn, type RemoteJobState } from '../model/remote-sh.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandResult, RemoteJobPlace, RunRequest } from '../ports/runner.ts';

export interface JobMeans {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** A word that is not used twice. */
  readonly newWord: () => string;
}

/** It is asked for as long there, in one command. */
const patienceS = 20;
/** For the way there and back. */
const wayMs = 20_000;
/** A link that was lost is tried again for as long. */
const linkPatienceMs = 120_000;
const betweenTriesMs = 5_000;

/**
 * A command that outlives the link: begun apart there, its output and exit code kept there, and asked for
 * until it has ended, through as many links as that takes. One that an earlier process began is found again.
 */
export async function runJob(
  request: RunRequest,
  place: RemoteJobPlace,
  run: (request: RunRequest) => Promise<CommandResult>,
  { clock, newWord }: JobMeans,
): Promise<CommandResult> {
  const { argv, timeoutMs } = request;
  const attempt = `ringward-${newWord()}`;
  const asked = remoteJobArgv({ ...place, attempt, argv, timeoutMs, patienceS });
  const begunAt = clock.now();
  let heardAt = begunAt;
  for (;;) {
    const limitMs = patienceS * 1_000 + wayMs;
    const result = await run({ ...request, argv: asked, timeoutMs: limitMs });
    if (result.kind === 'cancelled') return result;
    const now = clock.now();
    const isAnswer = result.kind === 'exited' && result.code === 0;
    const state = isAnswer ? remoteJobIn(result.stdout, attempt) : undefined;
    if (isAnswer && state) {
      const end = endOf(state, request, { ...result, durationMs: now - begunAt });
      if (end) return end;
      heardAt = now;
      // Its own limit ends it there; that nothing has come of it is said here.
      if (now - begunAt > timeoutMs + wayMs) return late(request);
      continue;
    }
    if (now - heardAt >= linkPatienceMs) return lost(result);
    await clock.sleep(betweenTriesMs);
  }
}

type Exited = Extract<CommandResult, { kind: 'exited' }>;

/** Undefined: it still runs. */
function endOf(
  state: RemoteJobState,
  request: RunRequest,
  result: Exited,
): CommandResult | undefined {
  switch (state.kind) {
    case 'running':
      return undefined;
    case 'refused':
      return { kind: 'unreachable', reason: `it was not begun: ${state.why}` };
    case 'lost':
      return {
        kind: 'unreachable',
        reason:
          'it ended there without an exit code: killed, no room for its files, or the machine was started again',
      };
    case 'ended':
      return state.late && state.code !== 0
        ? { ...late(request), stdout: state.stdout, stderr: result.stderr }
        : { ...result, code: state.code, stdout: state.stdout };
  }
}

function late({ timeoutMs }: RunRequest): Extract<CommandResult, { kind: 'timed-out' }> {
  return { kind: 'timed-out', afterMs: timeoutMs, stdout: '', stderr: '' };
}

function lost(result: CommandResult): CommandResult {
  return {
    kind: 'unreachable',
    reason: `${whyLost(result)}; it was tried for ${linkPatienceMs / 1_000} s; what was begun there goes on, and nothing else is begun beside it`,
  };
}

function whyLost(result: CommandResult): string {
  if (result.kind === 'unreachable') return result.reason;
  if (result.kind !== 'exited') return 'the link gives no answer';
  const said = (result.stderr || result.stdout).trim().split('\n').at(-1) ?? '';
  return `no answer that can be read (exit code ${result.code}${said === '' ? '' : `: ${said.slice(0, 200)}`})`;
}
