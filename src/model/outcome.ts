/**
 * Exit codes, the one table; docs/exit-codes.md is tested against it.
 */
export const exitCodes = {
  ok: 0,
  findings: 1,
  usage: 2,
  refused: 3,
  partWay: 4,
  cannotTell: 5,
  lockHeld: 6,
  paused: 7,
  bug: 70,
  outputLost: 74,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'healthy, or completed',
  1: 'findings at or above --fail-on; a rehearsal that is unsafe or does not go through',
  2: 'usage or configuration error, a plan edited by hand or stale; nothing was touched',
  3: 'refused, and no node is left part-way (preflight, gate, soak, changed topology)',
  4: 'a node is part-way or has not come back; an operator is needed',
  5: 'cannot tell: a source that was asked did not answer',
  6: 'another run holds the lock of this cluster, here or on a node, or has taken it',
  7: 'paused, or waiting for approval',
  70: 'a bug in Ringward',
  74: 'done, but its output could not be written (a full disk)',
  129: 'hang-up: the terminal was lost; a roll that has begun goes on',
  130: 'interrupted (Ctrl-C); if a roll left a node part-way, the message names it',
  143: 'terminated; as for 130',
};
