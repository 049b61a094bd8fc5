/** A JMX client without a JVM; it knows nothing of Cassandra. Public as `ringward/jmx`. */
export { jmxClient, type JmxClient, type JmxOptions } from './client.ts';
export { directDial, type JmxTls } from './direct-dial.ts';
export { JmxError, type JmxErrorKind } from './jmx-error.ts';
export { Opaque, type JmxMap, type JmxValue } from './jmx-value.ts';
export type { Argument, JavaInt, JavaLong } from './object-writer.ts';
