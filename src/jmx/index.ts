/** A JMX client without a JVM; it knows nothing of Cassandra. Public as `ringward/jmx`. */
export { jmxClient, type JmxOptions } from './client.ts';
export { directDial } from './direct-dial.ts';
export { tlsOver } from './tls-over.ts';
export {
  JmxError,
  Opaque,
  type JavaInt,
  type JavaLong,
  type JmxArgument,
  type JmxClient,
  type JmxErrorKind,
  type JmxMap,
  type JmxTls,
  type JmxValue,
} from '../ports/jmx.ts';
