import { posix } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import { placeholdersOf } from '../model/argv-template.ts';
import { argumentOf, itemsOf } from './fields.ts';
import { nearestHint } from '../model/nearest-key.ts';
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
  if (program === undefined) {
    const hint = 'write the program first, then its arguments: [program, argument, ...]';
    throw new ConfigError(node.where, `${what}: the list is empty`, hint);
  }
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

function inBraces(name: string): string {
  return `{${name}}`;
}

function argumentIn(item: YamlNode, what: string, known: readonly string[]): string {
  const argument = argumentOf(item, what);
  const wrong = placeholdersOf(argument).find((name) => !known.includes(name));
  if (wrong !== undefined) {
    const hint = nearestHint(wrong, known.map(inBraces));
    throw new ConfigError(
      item.where,
      `${what}: unknown placeholder {${wrong}}`,
      `${hint}${hint.endsWith('?') ? '' : '.'} For the text itself write {{${wrong}}}`,
    );
  }
  return argument;
}
