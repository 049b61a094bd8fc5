import type { Clock } from '../ports/clock.ts';
import { JmxError, type JmxClient, type JmxValue } from '../ports/jmx.ts';
import { openConnection, type JmxTarget, type RawConnection } from './connection.ts';
import { deadlines } from './deadlines.ts';
import { nothing, objectWriter, streamHeader } from './object-writer.ts';
import { methodOf, type RemoteMethod } from './remote-call.ts';
import { marshalled } from './marshalled.ts';
import { toValue } from './to-value.ts';

export interface JmxOptions extends JmxTarget {
  readonly clock: Clock;
  /** Of every single question, connecting included. */
  readonly timeoutMs: number;
}

const rmi = objectWriter('rmi');
const subject = 'Ljavax/security/auth/Subject;';
const named = 'Ljavax/management/ObjectName;';
const methods = {
  getAttribute: methodOf(`getAttribute(${named}Ljava/lang/String;${subject})Ljava/lang/Object;`),
  getAttributes: methodOf(
    `getAttributes(${named}[Ljava/lang/String;${subject})Ljavax/management/AttributeList;`,
  ),
  queryNames: methodOf(`queryNames(${named}Ljava/rmi/MarshalledObject;${subject})Ljava/util/Set;`),
  invoke: methodOf(
    `invoke(${named}Ljava/lang/String;Ljava/rmi/MarshalledObject;[Ljava/lang/String;${subject})Ljava/lang/Object;`,
  ),
};

/** Connects with the first question, and again after the node was restarted. */
export function jmxClient(options: JmxOptions): JmxClient {
  const ask = asker(options);
  return {
    getAttribute: async (name, attribute, signal = never) =>
      await ask(
        methods.getAttribute,
        [rmi.objectName(name), rmi.string(attribute), nothing],
        'again',
        signal,
      ),
    getAttributes: async (name, attributes, signal = never) => {
      const args = [rmi.objectName(name), rmi.strings(attributes), nothing];
      return merged(await ask(methods.getAttributes, args, 'again', signal));
    },
    queryNames: async (pattern, signal = never) => {
      const args = [rmi.objectName(pattern), nothing, nothing];
      const names = await ask(methods.queryNames, args, 'again', signal);
      return Array.isArray(names) ? names.filter((one) => typeof one === 'string') : [];
    },
    invoke: async (name, operation, args, signature, signal = never) =>
      await ask(
        methods.invoke,
        [
          rmi.objectName(name),
          rmi.string(operation),
          marshalled(Buffer.concat([streamHeader, plain.arguments(args)])),
          rmi.strings(signature),
          nothing,
        ],
        'once',
        signal,
      ),
    close: ask.close,
  };
}

const plain = objectWriter('plain');
const never = new AbortController().signal;

/**
 * One connection for all questions. A question that changes nothing is asked again, once, on a new
 * connection when the old one turns out to be lost; an operation is not: it may have been carried out.
 */
function asker(options: JmxOptions) {
  const limits = deadlines(options.clock, options.timeoutMs);
  let isClosed = false;
  const line = lineTo(options);
  const ask = async (
    method: RemoteMethod,
    args: readonly Buffer[],
    how: 'again' | 'once',
    given: AbortSignal,
  ): Promise<JmxValue> => {
    if (isClosed) throw closedMeanwhile();
    const { signal, done } = limits.begin(given);
    const wasOpen = line.isOpen();
    try {
      const value = await line.tell(method, args, signal).catch(async (error: unknown) => {
        if (!wasOpen || !isLost(error) || signal.aborted) throw error;
        if (how === 'once' && kindOf(error) !== 'gone') throw error;
        return await line.tell(method, args, signal);
      });
      return toValue(value);
    } finally {
      done();
    }
  };
  const close = async () => {
    isClosed = true;
    limits.endAll(closedMeanwhile());
    limits.rest();
    await line.close();
  };
  return Object.assign(ask, { close });
}

function closedMeanwhile(): JmxError {
  return new JmxError('closed', 'the connection was closed meanwhile');
}

/** For a node to be told that a connection is not needed any more: it forgets one that it was not told of, too. */
const closeMs = 1_000;

/** The connection there is, or a new one. */
function lineTo(options: JmxOptions) {
  let opening: Promise<RawConnection> | undefined;
  const forget = (which: typeof opening) => {
    if (opening === which) opening = undefined;
  };
  const tell = async (method: RemoteMethod, args: readonly Buffer[], signal: AbortSignal) => {
    const mine = (opening ??= openConnection(options, options.clock, signal));
    const connection = await mine.catch((error: unknown) => {
      forget(mine);
      throw error;
    });
    try {
      return await connection.call(method, args, false, signal);
    } catch (error) {
      if (isLost(error)) {
        forget(mine);
        connection.drop();
      }
      throw error;
    }
  };
  const close = async () => {
    const connection = await opening?.catch(() => undefined);
    opening = undefined;
    if (connection) {
      const limits = deadlines(options.clock, Math.min(closeMs, options.timeoutMs));
      const { signal, done } = limits.begin(never);
      // A node that is gone need not be told.
      await connection.close(signal).catch(() => undefined);
      done();
      limits.rest();
    }
  };
  return { tell, close, isOpen: () => opening !== undefined };
}

function kindOf(error: unknown) {
  return error instanceof JmxError ? error.kind : undefined;
}

function isLost(error: unknown): boolean {
  const kind = kindOf(error);
  return kind === 'closed' || kind === 'gone';
}

/** An attribute list holds one map of one entry for each. */
function merged(value: JmxValue): ReadonlyMap<string, JmxValue> {
  const all = new Map<string, JmxValue>();
  for (const one of Array.isArray(value) ? (value as readonly JmxValue[]) : []) {
    if (!(one instanceof Map)) continue;
    for (const [name, each] of one as ReadonlyMap<JmxValue, JmxValue>) {
      if (typeof name === 'string') all.set(name, each);
    }
  }
  return all;
}
