import type { CommandResult } from '../ports/runner.ts';

export function isSuccess(result: CommandResult): boolean {
  return result.kind === 'exited' && result.code === 0;
}

export function outputOf(result: CommandResult): string {
  if (result.kind === 'exited' || result.kind === 'timed-out') return result.stdout + result.stderr;
  return '';
}

/** The first line that says what is wrong, else the last one. */
export function tellingLine(result: CommandResult, telling = /^\[ERROR\]|^tar:/): string {
  if (result.kind === 'timed-out') return `no end after ${Math.round(result.afterMs / 1000)} s`;
  if (result.kind === 'unreachable') return result.reason;
  const lines = outputOf(result)
    .split('\n')
    .map((line) => line.replaceAll(/\p{Cc}(\[[\d;]*m)?/gu, '').trim())
    .filter((line) => line !== '');
  const line = lines.find((one) => telling.test(one)) ?? lines.at(-1) ?? 'no output';
  return line.replace(/^\[ERROR\] /, '').slice(0, 300);
}
