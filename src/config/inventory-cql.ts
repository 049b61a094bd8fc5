import type { Inventory, SecretSource, TlsFiles } from '../model/inventory.ts';
import { ConfigError } from '../model/errors.ts';
import { pathFrom } from './argv-field.ts';
import { countOf, fields, required, textOf } from './fields.ts';
import type { YamlNode } from './yaml-document.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type CqlAccess = Inventory['cql'] & { readonly cqlPort: number };

/** `cql:` how to reach the native transport; port 9042, no password, no TLS when it is not there. */
export function cqlOf(
  node: YamlNode | undefined,
  folder: string,
  env: Environment | undefined,
): CqlAccess {
  if (!node) return { cqlPort: 9042 };
  const found = fields(node, ['port', 'user', 'passwordFrom', 'tls'], 'cql');
  const cqlPort = found.port ? portOf(found.port, 'cql.port') : 9042;
  const tls = found.tls && { tls: tlsOf(found.tls, 'cql.tls', folder) };
  if (!found.user && !found.passwordFrom) return { cqlPort, ...tls };
  const user = textOf(required(found.user, node.where, 'cql.user'), 'cql.user');
  const from = required(found.passwordFrom, node.where, 'cql.passwordFrom');
  return { cqlPort, user, passwordFrom: secretOf(from, 'cql.passwordFrom', folder, env), ...tls };
}

export function portOf(node: YamlNode, what: string): number {
  return countOf(node, what, 1, 65_535);
}

/** `{file: PATH}` or `{env: NAME}`; a variable that is not set is an error here where `env` is known. */
export function secretOf(
  node: YamlNode,
  what: string,
  folder: string,
  env: Environment | undefined,
): SecretSource {
  const { file, env: name } = fields(node, ['file', 'env'], what);
  if (file && !name) return { file: pathFrom(folder, textOf(file, `${what}.file`)) };
  if (!name || file) {
    throw new ConfigError(
      node.where,
      `${what} needs either file or env`,
      `${what}: {file: PATH} or {env: NAME}`,
    );
  }
  const variable = textOf(name, `${what}.env`);
  if (env && !env[variable]) {
    throw new ConfigError(
      name.where,
      `${what}: the environment variable ${variable} is not set`,
      `export ${variable} before the command, or read it from a file: {file: PATH}`,
    );
  }
  return { env: variable };
}

export function tlsOf(node: YamlNode, what: string, folder: string): TlsFiles {
  const found = fields(node, ['ca', 'cert', 'key', 'serverName'], what);
  const file = (value: YamlNode, key: string) => pathFrom(folder, textOf(value, `${what}.${key}`));
  if (!found.cert !== !found.key) {
    throw new ConfigError(
      node.where,
      `${what}: cert and key are given together or not at all`,
      `add ${found.cert ? 'key' : 'cert'}, or leave both out`,
    );
  }
  return {
    ca: file(required(found.ca, node.where, `${what}.ca`), 'ca'),
    ...(found.cert && { cert: file(found.cert, 'cert') }),
    ...(found.key && { key: file(found.key, 'key') }),
    ...(found.serverName && { serverName: textOf(found.serverName, `${what}.serverName`) }),
  };
}
