/**
 * `refused`, `closed`, `timed-out`: of the socket; `protocol`: what answers is no JMX, or damaged;
 * `authentication`: user or password; `remote`: an exception of the node, with its class;
 * `gone`: the node does not know the connection any more, a new one is needed.
 */
export type JmxErrorKind =
  'refused' | 'closed' | 'timed-out' | 'protocol' | 'authentication' | 'remote' | 'gone';

/** Why the signal fired, as an error of ours. */
export function abortError({ reason }: AbortSignal): JmxError {
  return reason instanceof JmxError ? reason : new JmxError('closed', 'given up');
}

export class JmxError extends Error {
  readonly kind: JmxErrorKind;
  /** Class of the exception that the node threw. */
  readonly remoteClass: string | undefined;
  constructor(kind: JmxErrorKind, message: string, remoteClass?: string) {
    super(message);
    this.name = 'JmxError';
    this.kind = kind;
    this.remoteClass = remoteClass;
  }
}
