import { posix } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import { placeholdersOf } from '../model/argv-template.ts';
import { argumentOf, itemsOf, wrongValue } from './fields.ts';
import { nearestHint } from './nearest-key.ts';
import type { YamlNode } from './yaml-document.ts';

/**
 * An argument array with checked placeholders. A program written as `./x` or `../x` is taken from
 * the folder of the file.
 */
export function argvOf(
  node: YamlNode,
  what: string,
  known: readonly string[],
  folder: string,
): readonly string[] {
  const [program, ...rest] = itemsOf(node, what).map((item) => argumentIn(item, what, known));
  if (program === undefined) throw wrongValue(node, what, 'a list with at least the program');
  if (program === '') {
    throw new ConfigError(
      node.where,
      `${what}: the program is empty`,
      'write its name or path first',
    );
  }
  return [/^\.\.?\//.test(program) ? posix.join(folder, program) : program, ...rest];
}

/** Relative paths start at the folder of the file they are written in. */
export function pathFrom(folder: string, path: string): string {
  return posix.isAbsolute(path) ? path : posix.join(folder, path);
}

function argumentIn(item: YamlNode, what: string, known: readonly string[]): string {
  const argument = argumentOf(item, what);
  const wrong = placeholdersOf(argument).find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new ConfigError(
      item.where,
      `${what}: unknown placeholder {${wrong}}`,
      `${nearestHint(wrong, known)} For the text itself write {{${wrong}}}`,
    );
  }
  return argument;
}
