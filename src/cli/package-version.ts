import type { Ports } from '../ports/index.ts';

export async function packageVersion({
  files,
  self,
}: Pick<Ports, 'files' | 'self'>): Promise<string> {
  const text = await files.readText(`${self.packageFolder}/package.json`);
  return (JSON.parse(text ?? '{"version":"unknown"}') as { version: string }).version;
}
