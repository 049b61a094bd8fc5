import { isAtLeastVersion } from '../model/version.ts';
import type { Release } from './releases.ts';

/** What Cassandra reaches into the JDK for (its jvm11/jvm17-server.options; upgrade-rules §7). */
const exported = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.util',
  'java.base/java.lang.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.management/com.sun.jmx.remote.security',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.sql/java.sql',
  'jdk.unsupported/sun.misc',
];
const opened = [
  'java.base/java.lang.module',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.util.jar',
  'java.base/sun.nio.ch',
  'java.base/java.io',
  'java.base/java.lang.reflect',
  'java.base/java.lang',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/java.nio',
  'jdk.management/com.sun.management.internal',
];

/** Module options; none before Java 9. */
export function moduleOptions(javaMajor: number): readonly string[] {
  if (javaMajor < 9) return [];
  return [
    ...exported.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...opened.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
  ];
}

/** A quick start counts for more than peak speed: one compiler tier, the simplest collector. */
export const quickStart: readonly string[] = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
];

/** Before 3.0 an address is given to RMI in a form that newer Java 8 only takes so. */
export function rmiUrls({ version }: Release): readonly string[] {
  return isAtLeastVersion(version, 3, 0) ? [] : ['-Dcom.sun.jndi.rmiURLParsing=legacy'];
}

/** JVM options of a server, without its own paths. */
export function serverOptions(
  release: Release,
  javaMajor: number,
  heapMb: number,
): readonly string[] {
  return [
    ...moduleOptions(javaMajor),
    ...(javaMajor >= 9 ? ['-Djdk.attach.allowAttachSelf=true'] : []),
    // Since 4.0 a ThreadAwareSecurityManager is installed at start; Java forbids it from 18 on, warns at 17.
    ...(javaMajor >= 12 ? ['-Djava.security.manager=allow'] : []),
    `-Xms${heapMb}m`,
    `-Xmx${heapMb}m`,
    '-Xss512k',
    '-XX:+ExitOnOutOfMemoryError',
    ...quickStart,
    ...rmiUrls(release),
    '-Dcassandra.ring_delay_ms=3000',
    '-Dcassandra.skip_wait_for_gossip_to_settle=0',
    '-Dcassandra.superuser_setup_delay_ms=0',
    '-Dcassandra-foreground=yes',
  ];
}
