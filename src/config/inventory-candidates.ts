import { posix } from 'node:path';

/** Where `ringward.yaml` is looked for, first match wins: the folder itself and every parent. */
export function inventoryCandidates(cwd: string): readonly string[] {
  const here = posix.join(cwd, 'ringward.yaml');
  const parent = posix.dirname(cwd);
  return parent === cwd ? [here] : [here, ...inventoryCandidates(parent)];
}
