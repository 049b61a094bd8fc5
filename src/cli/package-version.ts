import type { Ports } from '../ports/index.ts';

export async function packageVersion({
  files,
  self,
}: {
  readonly files: Pick<Ports['files'], 'readText'>;
  readonly self: Pick<Ports['self'], 'packageFolder'>;
}): Promise<string> {
  const text = await files.readText(`${self.packageFolder}/package.json`);
  return (JSON.parse(text ?? '{"version":"unknown"}') as { version: string }).version;
}
