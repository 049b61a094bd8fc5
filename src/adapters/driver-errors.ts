import { CqlError, type CqlErrorClass } from '../ports/cql.ts';

/** Error codes of the native protocol (v4 specification, section 9). */
const classByCode: Readonly<Record<number, CqlErrorClass>> = {
  0x0100: 'authentication',
  0x1000: 'unavailable',
  0x1001: 'overloaded',
  0x1002: 'unavailable',
  0x1100: 'write-timeout',
  0x1200: 'read-timeout',
  0x2000: 'invalid',
  0x2100: 'unauthorized',
  0x2200: 'invalid',
  0x2300: 'invalid',
};

/** What the driver threw, in our words. The driver's messages hold no credentials. */
export function toCqlError(error: unknown, coordinator?: string): CqlError {
  if (error instanceof CqlError) return error;
  const { name, message, code, host } = fieldsOf(error);
  if (name === 'NoHostAvailableError') return fromInner(error, coordinator);
  return new CqlError(classOf(name, message, code), message, coordinator ?? host);
}

function classOf(name: string, message: string, code: number | undefined): CqlErrorClass {
  if (name === 'AuthenticationError') return 'authentication';
  if (name === 'OperationTimedOutError') return 'client-timeout';
  if (code !== undefined && classByCode[code]) return classByCode[code];
  if (/bad credentials|requires authentication|incorrect/i.test(message)) return 'authentication';
  if (/ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENOTFOUND|socket|considered as DOWN/i.test(message)) {
    return 'unreachable';
  }
  return 'other';
}

/** The driver tried each host; the errors of the hosts say more than the sum. */
function fromInner(error: unknown, coordinator: string | undefined): CqlError {
  const inner = (error as { innerErrors?: Record<string, unknown> }).innerErrors ?? {};
  const errors = Object.entries(inner).map(([host, each]) => {
    const plain = typeof each === 'string' ? new Error(each) : each;
    return toCqlError(plain, coordinator ?? host.slice(0, host.lastIndexOf(':')));
  });
  const telling = errors.find((each) => each.errorClass === 'authentication') ?? errors[0];
  if (!telling) return new CqlError('unreachable', 'no host could be tried', coordinator);
  const errorClass = telling.errorClass === 'other' ? 'unreachable' : telling.errorClass;
  return new CqlError(errorClass, telling.message, telling.coordinator);
}

function fieldsOf(error: unknown) {
  if (!(error instanceof Error))
    return { name: '', message: String(error), code: undefined, host: undefined };
  const extra = error as Error & { code?: unknown; host?: unknown; coordinator?: unknown };
  return {
    name: error.name,
    message: error.message,
    code: typeof extra.code === 'number' ? extra.code : undefined,
    host: addressIn(extra.coordinator) ?? addressIn(extra.host),
  };
}

/** The driver names hosts `address:port`. */
function addressIn(host: unknown): string | undefined {
  return typeof host === 'string' ? host.replace(/:\d+$/, '') : undefined;
}
