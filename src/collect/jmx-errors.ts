import type { MissingReason } from '../model/seen.ts';
import { JmxError, type JmxErrorKind } from '../ports/jmx.ts';

export const jmxReasons: Readonly<Record<JmxErrorKind, MissingReason>> = {
  refused: 'unreachable',
  closed: 'unreachable',
  gone: 'unreachable',
  'timed-out': 'timed-out',
  'no-jmx': 'unreachable',
  protocol: 'unreadable',
  authentication: 'authentication',
  remote: 'failed',
};

/** A bean, attribute or operation that this version does not have. */
export function isUnknown({ remoteClass }: JmxError): boolean {
  return /\.(?:InstanceNotFound|AttributeNotFound|NoSuchMethod)Exception$/.test(remoteClass ?? '');
}

export function undefinedIfUnknown(error: unknown): undefined {
  if (error instanceof JmxError && isUnknown(error)) return undefined;
  throw error;
}
