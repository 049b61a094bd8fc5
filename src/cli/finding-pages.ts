import { posix as path } from 'node:path';
import type { FindingPage } from '../model/explained.ts';
import type { Ports } from '../ports/index.ts';

/** The pages of docs/findings, by name. */
export async function findingPages({
  files,
  self,
}: Pick<Ports, 'files' | 'self'>): Promise<readonly FindingPage[]> {
  const folder = path.join(self.packageFolder, 'docs/findings');
  const names = await files.list(folder);
  const pages = names.toSorted().map(async (name) => ({
    id: name.replace(/\.md$/, ''),
    markdown: (await files.readText(path.join(folder, name))) ?? '',
  }));
  return await Promise.all(pages);
}
