import { JmxError } from '../ports/jmx.ts';

/** Why the signal fired, as an error of ours. */
export function abortError({ reason }: AbortSignal): JmxError {
  return reason instanceof JmxError ? reason : new JmxError('closed', 'given up');
}
