/** In words; the code stays, because it tells a missing command from a missing node. */
export function whyNotStarted(message = 'could not be started'): string {
  return message
    .replace(/^spawn (.+) ENOENT$/, '$1: there is no such command (ENOENT)')
    .replace(/^spawn (.+) EACCES$/, '$1 may not be executed (EACCES)');
}

const killGraceMs = 2_000;

/** Told to end, and killed when it does not: with all that it started. The timer is that of the kill. */
export function endGroup(pid: number | undefined): NodeJS.Timeout {
  signalGroup(pid, 'SIGTERM');
  return setTimeout(() => {
    signalGroup(pid, 'SIGKILL');
  }, killGraceMs).unref();
}

/** A child that leads a session, with all that it started there. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
