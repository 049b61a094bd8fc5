import { archiveOptions, nodetoolClassPath } from './class-archive.ts';
import { cassandraYaml } from './cassandra-yaml.ts';
import { quickStart, moduleOptions, serverOptions, rmiUrls } from './jvm-options.ts';
import type { Release } from './releases.ts';
import { jmxAccessPath, jmxPasswordPath, type Secrets } from './secrets.ts';
import { shQuote, shWords } from '../model/sh-quote.ts';
import { dataCenter, jmxPort, labUser, secretsFolder, type LabNode, type LabSpec } from './spec.ts';

export interface NodeFile {
  readonly text: string;
  readonly mode: number;
}

/** Everything in `conf-<version>/` of one node, by file name. */
export function confFiles(
  spec: LabSpec,
  node: LabNode,
  release: Release,
  secrets: Secrets | undefined,
  mode?: string,
): Readonly<Record<string, NodeFile>> {
  const conf = confFolder(node, release.text);
  return {
    'cassandra.yaml': secret(cassandraYaml(spec, node, release, secrets, mode)),
    'cassandra-rackdc.properties': plain(`dc=${dataCenter}\nrack=${node.rack}\n`),
    'logback.xml': plain(serverLogback(node)),
    'logback-tools.xml': plain(toolsLogback),
    'management.properties': plain(management(spec, node, conf)),
    ...(spec.tls && secrets ? { 'jmx-tls.properties': secret(jmxTls(spec, secrets)) } : {}),
    start: program(serverCommand(spec, node, release, conf)),
    nodetool: program(nodetoolCommand(spec, node, release, conf)),
  };
}

export function confFolder(node: LabNode, version: string): string {
  return `${node.home}/conf-${version}`;
}

function plain(text: string): NodeFile {
  return { text, mode: 0o644 };
}

function secret(text: string): NodeFile {
  return { text, mode: 0o600 };
}

function program(text: string): NodeFile {
  return { text, mode: 0o755 };
}

function serverLogback({ home }: LabNode): string {
  return `<configuration>
  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
    <file>${xmlText(`${home}/logs/system.log`)}</file>
    <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="FILE"/></root>
</configuration>
`;
}

/** nodetool talks on stderr only when something is wrong; stdout is what is parsed. */
const toolsLogback = `<configuration>
  <appender name="ERR" class="ch.qos.logback.core.ConsoleAppender">
    <target>System.err</target>
    <encoder><pattern>%-5level %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="ERR"/></root>
</configuration>
`;

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/**
 * The JVM's own JMX agent instead of Cassandra's: only it binds to one address, so that every node has
 * port 7199 of its own; and it reads secrets from files, so that none is in argv.
 */
function management(spec: LabSpec, { address }: LabNode, conf: string): string {
  const settings: Record<string, string | number | boolean> = {
    port: jmxPort,
    'rmi.port': jmxPort,
    host: address,
    authenticate: spec.auth,
    ssl: spec.tls,
  };
  if (spec.auth) {
    settings['password.file'] = jmxPasswordPath(spec.dir);
    settings['access.file'] = jmxAccessPath(spec.dir);
    // Else the agent rewrites the file with hashes, and nodetool could not use it.
    settings['password.toHashes'] = false;
  }
  if (spec.tls) {
    settings['registry.ssl'] = true;
    settings['ssl.config.file'] = `${conf}/jmx-tls.properties`;
  }
  return propertiesText(settings, 'com.sun.management.jmxremote.');
}

function jmxTls(spec: LabSpec, { keystorePassword }: Secrets): string {
  return propertiesText(
    { keyStore: `${secretsFolder(spec.dir)}/node.p12`, keyStorePassword: keystorePassword },
    'javax.net.ssl.',
  );
}

function propertiesText(
  settings: Readonly<Record<string, string | number | boolean>>,
  prefix: string,
): string {
  return Object.entries(settings)
    .map(([key, value]) => `${prefix}${key}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');
}

function serverCommand(spec: LabSpec, node: LabNode, release: Release, conf: string): string {
  const { home, address } = node;
  return javaScript(spec, [
    `-javaagent:${home}/lib/jamm-${release.jammVersion}.jar`,
    ...serverOptions(release, spec.javaMajor, spec.heapMb),
    `-Dcassandra.config=${fileUrl(`${conf}/cassandra.yaml`)}`,
    `-Dcassandra-rackdc.properties=${fileUrl(`${conf}/cassandra-rackdc.properties`)}`,
    `-Dlogback.configurationFile=${conf}/logback.xml`,
    `-Dcassandra.storagedir=${home}`,
    `-Dcassandra.logdir=${home}/logs`,
    `-Djava.io.tmpdir=${home}/tmp`,
    `-Dcom.sun.management.config.file=${conf}/management.properties`,
    `-Djava.rmi.server.hostname=${address}`,
    '-cp',
    `${home}/lib/*`,
    'org.apache.cassandra.service.CassandraDaemon',
  ]);
}

function nodetoolCommand(spec: LabSpec, node: LabNode, release: Release, conf: string): string {
  const { home, address } = node;
  const words = [
    ...moduleOptions(spec.javaMajor),
    '-Xmx96m',
    '-XX:-UsePerfData',
    ...quickStart,
    ...rmiUrls(release),
    ...archiveOptions(spec, release.text),
    `-Dlogback.configurationFile=${conf}/logback-tools.xml`,
    `-Dcassandra.storagedir=${home}`,
    // nodetool keeps a history of its calls in the user's home; the lab's belongs to the lab.
    `-Duser.home=${home}`,
    ...(spec.tls
      ? ['-Dssl.enable=true', `-Djavax.net.ssl.trustStore=${secretsFolder(spec.dir)}/trust.jks`]
      : []),
    '-cp',
    nodetoolClassPath(spec, release.text),
    'org.apache.cassandra.tools.NodeTool',
    '-h',
    address,
    '-p',
    String(jmxPort),
    ...(spec.auth ? ['-u', labUser, '-pwf', jmxPasswordPath(spec.dir)] : []),
  ];
  return javaScript(spec, words, ' "$@"');
}

/** An exec, so that the pid of the script is the pid of the JVM. */
function javaScript(spec: LabSpec, words: readonly string[], rest = ''): string {
  return `#!/bin/sh\nexec ${shQuote(spec.java)} ${shWords(words)}${rest}\n`;
}

function fileUrl(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}
