import { GateRefused, StepFailed, ToolError } from '../model/errors.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { printable } from '../model/printable.ts';
import type { Streams } from '../ports/streams.ts';

/** One `error:` line, at most one `hint:` line, then the output of the command that failed or holds the roll. */
export function printError(error: unknown, streams: Streams, isDebug: boolean): ExitCode {
  const lines = error instanceof ToolError ? toolErrorLines(error) : bugLines(error);
  if (isDebug && error instanceof Error && error.stack) lines.push(error.stack);
  streams.err(`${lines.join('\n')}\n`);
  return error instanceof ToolError ? error.exitCode : exitCodes.bug;
}

function toolErrorLines(error: ToolError): string[] {
  const lines = [`error: ${oneLine(error.message)}`];
  if (error.hint) lines.push(`hint: ${oneLine(error.hint)}`);
  const isOfCommand = error instanceof StepFailed || error instanceof GateRefused;
  if (isOfCommand && error.tail) {
    lines.push(
      'what was said last:',
      ...printable(error.tail)
        .split('\n')
        .map((line) => `  ${line}`),
    );
  }
  return lines;
}

function bugLines(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  return [
    `error: unexpected: ${oneLine(text)}`,
    'hint: this is a bug in Ringward; run again with --debug and report what it prints',
  ];
}

function oneLine(text: string): string {
  return printable(text).replaceAll(/\s*\n\s*/g, ' ');
}
