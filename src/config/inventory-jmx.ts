import { ConfigError } from '../model/errors.ts';
import type { JmxAccess } from '../model/inventory.ts';
import { placeholdersOf } from '../model/argv-template.ts';
import { argvOf, pathFrom } from './argv-field.ts';
import { fields, isTrue, required, textOf } from './fields.ts';
import { portOf, tlsOf } from './inventory-cql.ts';
import type { YamlNode } from './yaml-document.ts';

export interface JmxSection {
  readonly port: number;
  /** For nodetool: `-u USER -pwf FILE --ssl`, as far as given. */
  readonly options: readonly string[];
  readonly access: JmxAccess;
  /** Whether JMX can be asked without nodetool: with TLS that needs a certificate to check against. */
  readonly isOpen: boolean;
  /** Template of the command that leads there. */
  readonly proxyCommand?: readonly string[];
}

/** `jmx:` how nodetool, and Ringward itself, get in. The password stays in a file that nodetool reads. */
export function jmxOf(node: YamlNode | undefined, folder: string): JmxSection {
  if (!node) return { port: 7199, options: [], access: {}, isOpen: true };
  const found = fields(node, ['port', 'user', 'passwordFrom', 'tls', 'proxyCommand'], 'jmx');
  const port = found.port ? portOf(found.port, 'jmx.port') : 7199;
  const tls = jmxTlsOf(found.tls, folder);
  const section = {
    port,
    isOpen: !tls.isOn || tls.access.tls !== undefined,
    ...(found.proxyCommand ? { proxyCommand: proxyCommandOf(found.proxyCommand, folder) } : {}),
  };
  const ssl = tls.isOn ? ['--ssl'] : [];
  if (!found.user && !found.passwordFrom) return { ...section, options: ssl, access: tls.access };
  const user = textOf(required(found.user, node.where, 'jmx.user'), 'jmx.user');
  const from = required(found.passwordFrom, node.where, 'jmx.passwordFrom');
  const passwordFile = passwordFileOf(from, folder);
  return {
    ...section,
    options: ['-u', user, '-pwf', passwordFile, ...ssl],
    access: { user, passwordFile, ...tls.access },
  };
}

/** A node sends on to a second port, so a command that leads to one port alone would not do. */
function proxyCommandOf(node: YamlNode, folder: string): readonly string[] {
  const argv = argvOf(node, 'jmx.proxyCommand', ['address', 'jmxPort', 'home'], folder);
  if (argv.some((argument) => placeholdersOf(argument).includes('jmxPort'))) return argv;
  throw new ConfigError(
    node.where,
    'jmx.proxyCommand does not say {jmxPort}: JMX sends on to a second port',
    'for instance: [ssh, -W, "127.0.0.1:{jmxPort}", "{address}"]',
  );
}

/** `true` is for nodetool alone, which has a trust store of its own; `{ca: FILE}` is for both. */
function jmxTlsOf(node: YamlNode | undefined, folder: string) {
  if (node?.kind !== 'map') return { isOn: isTrue(node, 'jmx.tls'), access: {} as JmxAccess };
  return { isOn: true, access: { tls: tlsOf(node, 'jmx.tls', folder) } as JmxAccess };
}

function passwordFileOf(node: YamlNode, folder: string): string {
  const { file } = fields(node, ['file', 'env'], 'jmx.passwordFrom');
  if (file) return pathFrom(folder, textOf(file, 'jmx.passwordFrom.file'));
  throw new ConfigError(
    node.where,
    'jmx.passwordFrom must be a file: nodetool reads it, and a value would be seen in ps',
    'passwordFrom: {file: PATH}, one line "USER PASSWORD", mode 0600, as nodetool -pwf takes it',
  );
}
