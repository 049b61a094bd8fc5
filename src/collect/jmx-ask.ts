import type { Parsed } from '../model/parsed.ts';
import type { Seen } from '../model/seen.ts';
import type { BeanValue } from '../parse/jmx-work.ts';
import { isStarting, stillStarting } from '../parse/nodetool-failure.ts';
import { JmxError, type JmxClient, type JmxValue } from '../ports/jmx.ts';
import { mapBounded } from './bounded.ts';
import {
  missing,
  timeLeftMs,
  tooLate,
  unknownTo,
  type NodeContext,
  type UnreadableAnswer,
} from './context.ts';
import { byDeadline } from './deadline.ts';
import { isUnknown, jmxReasons, undefinedIfUnknown } from './jmx-errors.ts';
import { readable } from './nodetool.ts';

export const storage = 'org.apache.cassandra.db:type=StorageService';
export const proxy = 'org.apache.cassandra.db:type=StorageProxy';
export const metrics = 'org.apache.cassandra.metrics';

/** What a question may ask of one node. */
export interface Ask {
  readonly one: (bean: string, attribute: string) => Promise<JmxValue>;
  readonly some: (
    bean: string,
    attributes: readonly string[],
  ) => ReturnType<JmxClient['getAttributes']>;
  /** An operation that only reads, with the node's address. */
  readonly aboutNode: (bean: string, operation: string) => Promise<JmxValue>;
  /** An operation that only reads, without arguments. */
  readonly told: (bean: string, operation: string) => Promise<JmxValue>;
  /** An operation that only reads, for all tables of a keyspace; undefined: this version does not have it. */
  readonly ofTables: (operation: string, keyspace: string) => Promise<JmxValue | undefined>;
  /** The stacks of all threads of the JVM, which stands still for it for some ms. */
  readonly threadPrint: () => Promise<JmxValue>;
  /** One attribute of every bean that matches. */
  readonly each: (pattern: string, attribute: string) => Promise<readonly BeanValue[]>;
}

/** One source by JMX, as an answer or as the reason why there is none. */
export async function askFor<T>(
  context: NodeContext,
  client: JmxClient,
  source: UnreadableAnswer['source'],
  question: (ask: Ask) => Promise<Parsed<T>>,
): Promise<Seen<T>> {
  const { nodetoolTimeoutMs } = context.limits;
  if (timeLeftMs(context, nodetoolTimeoutMs) === 0) return tooLate(context);
  return await byDeadline(context, attempt(context, client, source, question));
}

async function attempt<T>(
  context: NodeContext,
  client: JmxClient,
  source: UnreadableAnswer['source'],
  question: (ask: Ask) => Promise<Parsed<T>>,
): Promise<Seen<T>> {
  try {
    return readable(context, source, '', await question(askOf(client, context)));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof JmxError)) throw error;
    if (isStarting(`${error.remoteClass}: ${error.message}`)) {
      return missing(context, 'unreachable', `JMX: ${stillStarting}`);
    }
    const detail = `JMX: ${error.message}`;
    return isUnknown(error)
      ? unknownTo(context, source, 'jmx', detail)
      : missing(context, jmxReasons[error.kind], detail);
  }
}

/** As many at once as sockets are worth it; a thousand tables are asked one by one. */
const atOnce = 4;

function askOf(client: JmxClient, { signal, node }: NodeContext): Ask {
  const one: Ask['one'] = (bean, attribute) => client.getAttribute(bean, attribute, signal);
  return {
    one,
    some: (bean, attributes) => client.getAttributes(bean, attributes, signal),
    aboutNode: (bean, operation) =>
      client.invoke(bean, operation, [node.address], ['java.lang.String'], signal),
    told: (bean, operation) => client.invoke(bean, operation, [], [], signal),
    ofTables: async (operation, keyspace) => {
      const args = [
        [keyspace, []],
        ['java.lang.String', '[Ljava.lang.String;'],
      ] as const;
      return await client.invoke(storage, operation, ...args, signal).catch(undefinedIfUnknown);
    },
    threadPrint: () => {
      const bean = 'com.sun.management:type=DiagnosticCommand';
      return client.invoke(bean, 'threadPrint', [[]], ['[Ljava.lang.String;'], signal);
    },
    each: async (pattern, attribute) => {
      const names = await client.queryNames(pattern, signal);
      const values = await mapBounded(names, atOnce, async (name) => {
        // A table that was dropped since its name was listed is unknown.
        const value = await one(name, attribute).catch(undefinedIfUnknown);
        return value === undefined ? [] : [[name, value] as const];
      });
      return values.flat();
    },
  };
}
