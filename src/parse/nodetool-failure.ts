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
  if (isStarting(text)) return { why: 'unreachable', detail: `nodetool: ${stillStarting}` };
  const why = complaints.find(([pattern]) => pattern.test(text))?.[1] ?? 'failed';
  return { why, detail: tellingLine(text) ?? `nodetool ended with exit code ${exitCode}` };
}

/** Of a node whose JMX port is open before what is asked through it is there. */
export const stillStarting = 'the node is still starting: its StorageService is not there yet';

/** What the MBean server says then, in nodetool's words or by itself (4.1.10, for two seconds); 5.0 has words of its own. */
const starting =
  /InstanceNotFoundException: org\.apache\.cassandra\.db:type=StorageService$|Server is not initialized yet/m;

export function isStarting(text: string): boolean {
  return starting.test(text);
}

/** First match wins: a refused login is reported as a failure to connect, too. */
const complaints: readonly (readonly [RegExp, MissingReason])[] = [
  [/SecurityException|FailedLoginException|Authentication failed!|Access denied/, 'authentication'],
  // The port answers: a wrong TLS setting, or a JDK that refuses old nodetool's address form.
  [/Failed to connect to .{0,300} - (?:SSL\w*|URISyntaxException|ConnectIOException)/, 'failed'],
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
