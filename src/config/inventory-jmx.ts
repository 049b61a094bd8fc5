import { ConfigError } from '../model/errors.ts';
import { pathFrom } from './argv-field.ts';
import { fields, isTrue, required, textOf } from './fields.ts';
import { portOf } from './inventory-cql.ts';
import type { YamlNode } from './yaml-document.ts';

export interface JmxAccess {
  readonly port: number;
  /** For nodetool: `-u USER -pwf FILE --ssl`, as far as given. */
  readonly options: readonly string[];
}

/** `jmx:` how nodetool gets in. The password stays in a file that nodetool itself reads. */
export function jmxOf(node: YamlNode | undefined, folder: string): JmxAccess {
  if (!node) return { port: 7199, options: [] };
  const found = fields(node, ['port', 'user', 'passwordFrom', 'tls'], 'jmx');
  const port = found.port ? portOf(found.port, 'jmx.port') : 7199;
  const tls = isTrue(found.tls, 'jmx.tls') ? ['--ssl'] : [];
  if (!found.user && !found.passwordFrom) return { port, options: tls };
  const user = textOf(required(found.user, node.where, 'jmx.user'), 'jmx.user');
  const from = required(found.passwordFrom, node.where, 'jmx.passwordFrom');
  return { port, options: ['-u', user, '-pwf', passwordFileOf(from, folder), ...tls] };
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
