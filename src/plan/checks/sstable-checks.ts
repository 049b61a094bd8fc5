import { releaseLineOf } from '../../rules/upgrade/release-lines.ts';
import { ofFiles, type Check } from './check.ts';

export const sstablesReadable: Check = (context) => {
  const line = releaseLineOf(context.toLine);
  if (!line) return [];
  return ofFiles(context, 'sstable-files', ({ versions }) =>
    versions
      .filter(({ version, format }) => !isReadable(version, format, context.target.major, line))
      .map(({ version, format, count, example }) => {
        const s = count === 1 ? '' : 's';
        return `${count} SSTable${s} ${version}-${format}, which ${context.toLine} cannot read: ${example}`;
      }),
  );
};

/** bti came with 5.0 and begins with da (BtiFormat.java). */
function isReadable(
  version: string,
  format: string,
  major: number,
  { sstables, oldestSSTable }: { readonly sstables: string; readonly oldestSSTable: string },
): boolean {
  if (format === 'bti') return major >= 5;
  return format === 'big' && version >= oldestSSTable && sstables.includes(version.charAt(0));
}
