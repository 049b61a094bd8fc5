import { posix } from 'node:path';
import { fillArgv, placeholdersOf, type TemplateValues } from '../model/argv-template.ts';
import { ConfigError } from '../model/errors.ts';
import type { InventoryNode, NodeFilesPlace } from '../model/inventory.ts';
import { argvOf } from './argv-field.ts';
import { fields, oneOrMore, required, textOf } from './fields.ts';
import { nearestHint } from '../model/nearest-key.ts';
import type { YamlNode } from './yaml-document.ts';

const placeholders = ['address', 'home'];

/** `files:` where the configuration, the data and the Java of a node are, as templates; undefined: not said. */
export function filesOf(
  node: YamlNode | undefined,
  folder: string,
  isSimulated: boolean,
): NodeFilesPlace | undefined {
  if (!node) return undefined;
  if (isSimulated) {
    throw new ConfigError(node.where, 'files: simulated nodes have none', 'leave it out');
  }
  const found = fields(node, ['config', 'data', 'java', 'through'], 'files');
  const data = found.data && oneOrMore(found.data).map((item) => pathOf(item, 'files.data'));
  return {
    config: pathOf(required(found.config, node.where, 'files.config'), 'files.config'),
    ...(data ? { data } : {}),
    java: found.java ? wordOf(found.java, 'files.java') : 'java',
    through: found.through ? argvOf(found.through, 'files.through', placeholders, folder) : [],
  };
}

/** Absolute on the machine of the node, which need not be this one. */
function pathOf(node: YamlNode, what: string): string {
  const path = wordOf(node, what);
  if (posix.isAbsolute(path) || path.startsWith('{home}')) return path;
  throw new ConfigError(
    node.where,
    `${what}: "${path}" is not absolute`,
    'write the whole path as it is on the node; {home} may begin it',
  );
}

function wordOf(node: YamlNode, what: string): string {
  const word = textOf(node, what);
  const wrong = placeholdersOf(word).find((name) => !placeholders.includes(name));
  if (wrong === undefined) return word;
  const known = placeholders.map((name) => `{${name}}`);
  throw new ConfigError(
    node.where,
    `${what}: unknown placeholder {${wrong}}`,
    nearestHint(wrong, known),
  );
}

/** The texts in which placeholders may stand. */
export function wordsOfFiles(files: NodeFilesPlace | undefined): readonly string[] {
  return files ? [files.config, ...(files.data ?? []), files.java, ...files.through] : [];
}

export function filledFiles(files: NodeFilesPlace, values: TemplateValues): NodeFilesPlace {
  const { config, data, java, through } = files;
  const one = (text: string) => fillArgv([text], values)[0] ?? text;
  return {
    config: one(config),
    ...(data ? { data: fillArgv(data, values) } : {}),
    java: one(java),
    through: fillArgv(through, values),
  };
}

/** One folder on one machine read for two nodes would say of the second what is true of the first. */
export function refuseSameFiles(nodes: readonly InventoryNode[], where: string): void {
  const known = new Map<string, string>();
  for (const { address, files, reach } of nodes) {
    if (!files) continue;
    const place = JSON.stringify([reach, files.through, files.config]);
    const twin = known.get(place);
    known.set(place, address);
    if (twin === undefined) continue;
    throw new ConfigError(
      where,
      `files: the same place for ${twin} and ${address}: one would be taken for both`,
      'say which machine: through: [ssh, "{address}"]',
    );
  }
}
