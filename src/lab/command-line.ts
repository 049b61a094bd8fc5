import { shLine } from '../model/sh-quote.ts';
import type { Ports } from '../ports/index.ts';
import { isDefaultFolder } from './lab-paths.ts';

/** `ringward lab NAME ARGS` for the lab in a folder, to be pasted. */
export function labCommand(
  dir: string,
  { env }: Pick<Ports, 'env'>,
  name: string,
  ...args: readonly string[]
): string {
  const folder = isDefaultFolder(dir, env) ? [] : ['--dir', dir];
  return shLine(['ringward', 'lab', name, ...folder, ...args]);
}
