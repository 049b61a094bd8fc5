/**
 * What a node answers, as plain data. A `long` is a number, and a bigint where a number would not be
 * exact. Composite data is a map by item name; tabular data a list of such maps. A class that is not
 * known is an `Opaque`: its name and its fields, never run.
 */
export type JmxValue =
  null | boolean | number | bigint | string | readonly JmxValue[] | JmxMap | Opaque;

export type JmxMap = ReadonlyMap<JmxValue, JmxValue>;

export class Opaque {
  readonly type: string;
  readonly fields: ReadonlyMap<string, JmxValue>;
  constructor(type: string, fields: ReadonlyMap<string, JmxValue>) {
    this.type = type;
    this.fields = fields;
  }
}

/**
 * `refused`, `closed`, `timed-out`: of the socket; `no-jmx`: something else
 * answers there; `protocol`: an answer is damaged;
 * `authentication`: user or password; `remote`: an exception of the node, with its class;
 * `gone`: the node does not know the connection any more, a new one is needed.
 */
export type JmxErrorKind =
  'refused' | 'closed' | 'timed-out' | 'no-jmx' | 'protocol' | 'authentication' | 'remote' | 'gone';

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

/** PEM texts. The node's certificate is checked against `ca` and its name. */
export interface JmxTls {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
}

/** An argument of an operation: Java has several numbers, so a number says which. */
export type JmxArgument = string | boolean | null | JavaInt | JavaLong | readonly string[];
export interface JavaInt {
  readonly int: number;
}
export interface JavaLong {
  readonly long: bigint;
}

/** The MBean server of a node. Every method throws JmxError; `signal` and the time-out end it. */
export interface JmxClient {
  getAttribute(name: string, attribute: string, signal?: AbortSignal): Promise<JmxValue>;
  /** Those that the MBean has; a name it does not have is left out. */
  getAttributes(
    name: string,
    attributes: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, JmxValue>>;
  /** Names that match `domain:key=value,*`, in canonical form. */
  queryNames(pattern: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** `signature` names the types of the arguments: `java.lang.String`, `int`. */
  invoke(
    name: string,
    operation: string,
    args: readonly JmxArgument[],
    signature: readonly string[],
    signal?: AbortSignal,
  ): Promise<JmxValue>;
  close(): Promise<void>;
}

/** Where the MBean server of a node answers. */
export interface JmxPlace {
  readonly host: string;
  /** Of the registry: 7199. */
  readonly port: number;
  readonly credentials?: { readonly user: string; readonly password: string };
  readonly tls?: JmxTls;
  /**
   * A command whose standard input and output are the connection (OpenSSH's ProxyCommand), with
   * `{jmxPort}` for the port that is wanted; without one the host is connected to from here.
   */
  readonly proxyCommand?: readonly string[];
  /** Of every single question, connecting included. */
  readonly timeoutMs: number;
}

export interface Jmx {
  /** Of the node of that address. Connects with the first question, and again after it was restarted. */
  client(place: JmxPlace, node: string): JmxClient;
}

/** For what has no JMX port: nodes that are simulated. */
export const closedJmx: Jmx = {
  client: ({ host, port }) => {
    const refuse = () => Promise.reject(new JmxError('refused', `${host}:${port}: no JMX there`));
    return {
      getAttribute: refuse,
      getAttributes: refuse,
      queryNames: refuse,
      invoke: refuse,
      close: () => Promise.resolve(),
    };
  },
};
