import type { Ports } from '../ports/index.ts';

/**
 * Fills `<cacheDir>/<name>` unless its lib folder is there. It grows in a temporary folder beside it,
 * which is renamed when it is complete: a killed download leaves no half entry.
 */
export async function ensureCacheEntry(
  cacheDir: string,
  name: string,
  { files, ids }: Pick<Ports, 'files' | 'ids'>,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const target = `${cacheDir}/${name}`;
  if (await files.exists(`${target}/lib`)) return;
  const temporary = `${cacheDir}/.${name}-${ids.newRunId()}`;
  try {
    await files.makeFolder(temporary);
    await fill(temporary);
    // A concurrent `lab up` may have been faster; its jars are as good.
    if (!(await files.exists(`${target}/lib`))) await files.rename(temporary, target);
  } finally {
    await files.remove(temporary);
  }
}
