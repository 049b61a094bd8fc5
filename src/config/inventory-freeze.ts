import { fillArgv } from '../model/argv-template.ts';
import { ConfigError } from '../model/errors.ts';
import type { FreezeCommands } from '../model/freeze.ts';
import { argvOf } from './argv-field.ts';
import type { YamlNode } from './yaml-document.ts';

/** `freeze:` and `unfreeze:`, with `{cluster}` filled in; undefined: nothing is stopped beside the nodes. */
export function freezeOf(
  { freeze, unfreeze }: Readonly<Partial<Record<keyof FreezeCommands, YamlNode>>>,
  cluster: string,
  folder: string,
): FreezeCommands | undefined {
  if (!freeze && !unfreeze) return undefined;
  if (!freeze || !unfreeze) {
    const [there, missing] = freeze ? ['freeze', 'unfreeze'] : ['unfreeze', 'freeze'];
    throw new ConfigError(
      (freeze ?? unfreeze)?.where ?? '',
      `${there} is there without ${missing}`,
      'what a roll stops beside the nodes must be begun again after it: write both',
    );
  }
  const filled = (node: YamlNode, what: string) =>
    fillArgv(argvOf(node, what, ['cluster'], folder), { cluster });
  return { freeze: filled(freeze, 'freeze'), unfreeze: filled(unfreeze, 'unfreeze') };
}
