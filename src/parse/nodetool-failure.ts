import type { MissingReason } from '../model/seen.ts';

export interface NodetoolFailure {
  readonly why: MissingReason;
  /** The line that says most, of what nodetool printed. */
  readonly detail: string;
}

/**
 * What a nodetool that did not exit with 0 complains of. Complaints about arguments come on stdout,
 * all others on stderr (`NodeTool.java` of 2.1 to 5.0).
 */
export function nodetoolFailure(stdout: string, stderr: string, exitCode: number): NodetoolFailure {
  const text = `${stderr}\n${stdout}`;
  const why = complaints.find(([pattern]) => pattern.test(text))?.[1] ?? 'failed';
  return { why, detail: tellingLine(text) ?? `nodetool ended with exit code ${exitCode}` };
}

/** First match wins: a refused login is reported as a failure to connect, too. */
const complaints: readonly (readonly [RegExp, MissingReason])[] = [
  [/SecurityException|FailedLoginException|Authentication failed!|Access denied/, 'authentication'],
  // The port answers: a wrong TLS setting, or a JDK that refuses old nodetool's address form.
  [/Failed to connect to .* - (?:SSL\w*|URISyntaxException|ConnectIOException)/, 'failed'],
  [/Failed to connect to /, 'unreachable'],
  [/Found unexpected (?:parameters|command)|Unknown command|Unmatched argument/, 'unsupported'],
];

function tellingLine(text: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return (
    lines.find((line) => /^(?:nodetool|error): |^Exception in thread /.test(line)) ??
    lines.find((line) => line !== '')
  );
}
